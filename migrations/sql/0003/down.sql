-- Takes the third revision away again; functions that it replaced are put back by the migration itself.
DROP TABLE public.client_records;
DROP FUNCTION public.stamp_record();
ALTER TABLE public.workout_exercises DROP COLUMN superset, DROP COLUMN from_week, DROP COLUMN progression, DROP COLUMN weeks;
ALTER TABLE public.workout_plans DROP COLUMN deload_weeks, DROP COLUMN deload_sets_percent, DROP COLUMN deload_weight_percent;
ALTER TABLE public.plan_templates DROP COLUMN deload_weeks, DROP COLUMN deload_sets_percent, DROP COLUMN deload_weight_percent;
ALTER TABLE public.template_exercises DROP COLUMN superset, DROP COLUMN progression;
ALTER TABLE public.gym_settings DROP COLUMN bar_kg, DROP COLUMN bar_lb, DROP COLUMN plates_kg, DROP COLUMN plates_lb;
DROP FUNCTION public.target_of_week(jsonb, integer, text, text, integer), public.valid_weeks(jsonb), public.week_of_plan(date, date);
