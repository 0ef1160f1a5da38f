-- The gym's day and week: one meaning, used in SQL, in the domain and on screen.

CREATE FUNCTION public.gym_day(p_at timestamptz) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$ SELECT (p_at AT TIME ZONE coalesce((SELECT s.time_zone FROM public.gym_settings s), 'UTC'))::date $$;
COMMENT ON FUNCTION public.gym_day(timestamptz) IS 'The date of a moment in the gym''s time zone.';

CREATE FUNCTION public.gym_today() RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$ SELECT public.gym_day(now()) $$;
COMMENT ON FUNCTION public.gym_today() IS 'Today in the gym''s time zone.';

CREATE FUNCTION public.week_start_of(p_day date, p_first_weekday integer) RETURNS date
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT p_day - ((extract(isodow FROM p_day)::integer - p_first_weekday + 7) % 7) $$;
COMMENT ON FUNCTION public.week_start_of(date, integer) IS 'First day of the week a date lies in, for weeks that start on the given ISO weekday.';

CREATE FUNCTION public.gym_week_start(p_day date) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$ SELECT public.week_start_of(p_day, coalesce((SELECT s.week_start FROM public.gym_settings s), 1)) $$;
COMMENT ON FUNCTION public.gym_week_start(date) IS 'First day of the gym''s week that a date lies in.';
