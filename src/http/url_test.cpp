#include "http/url.hpp"

#include <gtest/gtest.h>

namespace serinus::http {
namespace {

std::string describe(std::string_view text) {
    const auto url = parse_url(text);
    if (!url) return "none";
    return std::string(url->is_secure ? "tls " : "") + url->host + " " + url->port + " " + url->authority + " " +
           url->target;
}

TEST(Url, HasHostPortAndTarget) {
    EXPECT_EQ(describe("http://example.org"), "example.org 80 example.org /");
    EXPECT_EQ(describe("HTTPS://example.org/a/b?c=d#e"), "tls example.org 443 example.org /a/b?c=d");
    EXPECT_EQ(describe("http://example.org:8080?x"), "example.org 8080 example.org:8080 /?x");
    EXPECT_EQ(describe("https://example.org:443/"), "tls example.org 443 example.org /");
    EXPECT_EQ(describe("http://user:word@example.org/"), "example.org 80 example.org /");
    EXPECT_EQ(describe("http://[::1]:9944/x"), "::1 9944 [::1]:9944 /x");
    EXPECT_EQ(describe("http://example.org:/"), "example.org 80 example.org /");
}

TEST(Url, LeadsNowhereWithoutSchemeOrHost) {
    for (const auto* text :
         {"", "example.org", "ftp://example.org", "http://", "http:///x", "http://:80/", "/x", "http://[::1",
          "http://[::1]x/", "http://example.org:x/", "http://example.org:99999/", "http://example.org:-1/"}) {
        EXPECT_EQ(describe(text), "none") << text;
    }
}

// RFC-9110 section 5.6.2; the http crate's rules for values and URIs.
TEST(Url, PiecesHaveTheirCharacters) {
    EXPECT_TRUE(is_token("X-Custom_1"));
    for (const auto* text : {"", "a b", "a:b", "\x7f", "\xc3\xa9", "a\n"}) EXPECT_FALSE(is_token(text)) << text;
    EXPECT_FALSE(is_token(std::string_view("\0", 1)));

    EXPECT_TRUE(is_header_value("any text,\twith tabs"));
    EXPECT_TRUE(is_header_value(""));
    for (const auto* text : {"a\nb", "a\rb", "\x7f", "\xc3\xa9"}) EXPECT_FALSE(is_header_value(text)) << text;

    EXPECT_TRUE(is_uri_text("http://example.org/a?b={c}"));
    for (const auto* text : {"", "a b", "a\nb", "<a>", "\xc3\xa9"}) EXPECT_FALSE(is_uri_text(text)) << text;
    EXPECT_TRUE(is_uri_text(std::string(65534, 'a')));
    EXPECT_FALSE(is_uri_text(std::string(65535, 'a')));
}

}  // namespace
}  // namespace serinus::http
