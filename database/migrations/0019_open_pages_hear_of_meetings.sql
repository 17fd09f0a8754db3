-- Pages that are open hear of what is said in a meeting and written for it. A meeting is about nobody in particular.

create function meeting_changed() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into change (patient) values (null);
  return null;
end $$;
create trigger tells after insert on conference_journal for each row execute function meeting_changed();
create trigger tells after insert on conference_statement for each row execute function meeting_changed();
create trigger tells after insert on plan_answer for each row execute function meeting_changed();
create trigger tells after insert or update on conference_action for each row execute function meeting_changed();
