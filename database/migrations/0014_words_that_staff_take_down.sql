-- What a patient says on the phone or writes on paper, in their own words, is kept as what they write on their page is.
grant insert on patient_wrote to carepath_worker;
