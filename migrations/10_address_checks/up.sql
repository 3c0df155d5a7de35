-- The addresses that the program takes (src/values/email_address.rs), told again: whatever goes
-- wrong elsewhere, no other address is stored and none with another one's key. Whether punycode
-- (xn--…) is well formed is all that this leaves to the program.
CREATE FUNCTION is_email(email text, email_key text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT email_key ~ '^[a-z0-9#$&''*+/=?^_`{|}~-]+(\.[a-z0-9#$&''*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]*[a-z0-9])?$'
        AND length(email_key) <= 254
        AND length(split_part(email_key, '@', 1)) <= 64
        AND split_part(email_key, '@', 1) !~ '=\?'
        AND split_part(email_key, '@', 2) !~ '[^.]{64}'
        AND split_part(email_key, '@', 2) !~ '(^|\.)(?!xn)[a-z0-9-]{2}--'
        AND substring(email_key FROM '[^.]*$') ~ '[a-z]'
        AND length(substring(email_key FROM '[^.]*$')) >= 2
        AND CASE
            WHEN email ~ '^[\u0021-\u007e]+$' THEN lower(email COLLATE "C") = email_key
            -- A domain in its own script, in no other writing of ASCII letters or full stops.
            ELSE lower(split_part(email, '@', 1) COLLATE "C") = split_part(email_key, '@', 1)
                AND split_part(email, '@', 2) !~ '[\u0001-\u002c\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00b6\u00b8-\u00bf\u034f\u180b-\u180e\u2000-\u206f\u2100-\u218f\u2460-\u24ff\u3000\u3002\ufe00-\ufe0f\ufb00-\ufb06\ufeff\uff00-\uffef]'
                AND split_part(email, '@', 3) = ''
                AND email_key ~ '[@.]xn--'
        END
$$;

ALTER TABLE accounts ADD CONSTRAINT accounts_is_email CHECK (is_email(email, email_key));
ALTER TABLE users ADD CONSTRAINT users_is_email CHECK (is_email(email, email_key));
