package io.revisit.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.revisit.platform.StartRefused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://ann:p%40ss+word@db.example:5433/revisit?sslmode=require",
                "postgresql://ann:p%40ss+word@db.example:5433/revisit?sslmode=require",
                "r2dbc:postgresql://ann:p%40ss+word@db.example:5433/revisit?sslmode=require",
                "jdbc:postgresql://db.example:5433/revisit?user=ann&password=p%40ss+word&sslmode=require"
            })
    void understandsTheUsualForms(String text) {
        assertThat(DatabaseUrl.parse("DATABASE_URL", text))
                .isEqualTo(new DatabaseUrl("db.example", 5433, "revisit", "ann", "p@ss+word", "require", null));
    }

    @Test
    void assumesTheUsualPort() {
        assertThat(DatabaseUrl.parse("DATABASE_URL", "postgres://ann:x@[::1]/revisit"))
                .isEqualTo(new DatabaseUrl("::1", 5432, "revisit", "ann", "x", null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://ann:s3cret@db/revisit",
                "postgres://ann:s3cret@db",
                "postgres://:s3cret@db/revisit",
                "postgres://ann:s3cret#@db/revisit",
                "postgres://ann:s3cret@db/revisit?sslmode=maybe",
                "postgres://ann:s3cret@db/revisit?channel_binding=require",
                "s3cret"
            })
    void refusesAnythingElseWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse("DATABASE_URL", text))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("DATABASE_URL ")
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }

    @Test
    void neverPrintsThePassword() {
        assertThat(DatabaseUrl.parse("DATABASE_URL", "postgres://ann:s3cret@db/revisit"))
                .hasToString("db:5432/revisit as ann");
    }
}
