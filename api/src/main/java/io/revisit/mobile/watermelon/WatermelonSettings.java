package io.revisit.mobile.watermelon;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of what WatermelonDB wants in one piece.
 *
 * @param answerBytes bytes of records after which an answer ends and tells the phone to come again
 * @param pageBytes bytes of records that one statement reads for it
 * @param requestBytes how large a push may be; WatermelonDB cannot send it in parts
 */
@ConfigurationProperties("revisit.sync.watermelon")
record WatermelonSettings(
        @DefaultValue("67108864") int answerBytes,
        @DefaultValue("1048576") int pageBytes,
        @DefaultValue("33554432") int requestBytes) {}
