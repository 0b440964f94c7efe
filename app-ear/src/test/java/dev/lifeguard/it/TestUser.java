package dev.lifeguard.it;

import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.util.Locale;
import java.util.UUID;

/** The users of the servers under test, each in the group of that name. */
public enum TestUser {
    OPERATOR("lifeguard-operator"),
    VIEWER("lifeguard-viewer"),
    /** Somebody whom the server knows, and Lifeguard does not. */
    STRANGER("strangers");

    private final String group;
    private final String password = UUID.randomUUID().toString();

    TestUser(String group) {
        this.group = group;
    }

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    String group() {
        return group;
    }

    public String password() {
        return password;
    }

    /** A request of this user's, which may change something. */
    RequestSpecification given() {
        return RestAssured.given().auth().preemptive().basic(id(), password).header("X-Lifeguard", "1");
    }
}
