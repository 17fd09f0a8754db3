"""The patients' phones: where no provider of texts is set up, the texts arrive here, and are shown as on a phone."""
