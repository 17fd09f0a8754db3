"""WHO COMES TO US: a referral as a FHIR R4 bundle, read into typed values or refused for a reason. Pure."""
