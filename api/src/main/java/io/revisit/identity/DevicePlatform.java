package io.revisit.identity;

/** What a device runs. */
enum DevicePlatform {
    ANDROID,
    IOS,
    WEB,
    OTHER
}
