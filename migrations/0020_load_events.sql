-- Each load tells of its end in ingest_events, beside what collectors tell of their work. The table is
-- the user's as much as the tool's: where it cannot be written, the load is done all the same, and
-- these functions return why the event is not there.

-- Writes the event of a load that has just been concluded, in its transaction. Its moment is that of the
-- ledger, which tells it from rows that the load brought from a file.
CREATE FUNCTION retrofill.write_event(of_load bigint) RETURNS text
LANGUAGE plpgsql SET lock_timeout = '10s' AS $$
BEGIN
  FOR ordinal IN 1..1000 LOOP
    INSERT INTO public.ingest_events (event_type, status, message, ts, n, load_id)
    SELECT CASE WHEN replays IS NULL THEN verb ELSE 'replay' END, status,
      format(
        CASE status WHEN 'failed' THEN 'Loading %s into %s failed' ELSE '%s was loaded into %s' END
          || ': %s records read, %s inserted, %s updated, %s unchanged, %s rejected, %s skipped.',
        coalesce('rejects of load ' || replays, concat_ws('/', file, member)), table_name,
        rows_read, inserted, updated, unchanged, rejected, skipped_total),
      finished_at, ordinal, load_id
    FROM retrofill.loads WHERE load_id = of_load
    -- Another load may have ended in the same microsecond.
    ON CONFLICT DO NOTHING;
    IF FOUND THEN
      RETURN NULL;
    END IF;
  END LOOP;
  RETURN 'ingest_events does not take it';
EXCEPTION WHEN others THEN
  RETURN SQLERRM;
END $$;

-- Takes the event of a load back.
CREATE FUNCTION retrofill.remove_event(of_load bigint) RETURNS text
LANGUAGE plpgsql SET lock_timeout = '10s' AS $$
BEGIN
  DELETE FROM public.ingest_events AS e USING retrofill.loads AS l
  WHERE l.load_id = of_load AND e.load_id = l.load_id AND e.ts = l.finished_at;
  RETURN NULL;
EXCEPTION WHEN others THEN
  RETURN SQLERRM;
END $$;
