// Time, tasks, randomness and sockets come through one door each: docs/architecture.md, "Time, tasks and randomness".
#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>

#include "tests/house/source_tree.hpp"

namespace serinus::test {
namespace {

using Places = std::vector<std::string_view>;

/// Something that only some places may name.
struct Restriction {
    const char* what;  ///< for the message
    std::vector<std::string_view> names;
    Places places;  ///< beginnings of paths
};

const std::vector<Restriction>& restrictions() {
    static const std::vector<Restriction> list = {
        {"a thread",
         {"std::thread", "std::jthread", "std::async", "std::this_thread", "pthread_create", "asio::thread_pool"},
         {"src/platform/"}},
        {"a clock",
         {"system_clock", "high_resolution_clock", "clock_gettime", "gettimeofday", "std::time", "std::clock"},
         {"src/platform/"}},
        {"a clock of Asio's timers, which shells of sockets have alone",
         {"steady_clock", "steady_timer"},
         {"src/platform/", "src/rpc/", "src/network/", "src/http/"}},
        {"a sleep", {"sleep_for", "sleep_until", "usleep", "nanosleep", "::sleep"}, {"src/platform/"}},
        {"a source of randomness",
         {"std::random_device", "getrandom", "getentropy", "arc4random", "randombytes_buf", "std::rand", "RAND_bytes"},
         {"src/platform/"}},
        {"platform/'s own clocks and randomness; others have a Scheduler",
         {"platform::fill_random", "platform::random_array", "platform::unix_time_ms", "platform::monotonic_ns",
          "unix_time_ms", "monotonic_ns"},
         {"src/platform/", "src/node/", "src/cli/"}},
    };
    return list;
}

const std::vector<std::pair<std::string_view, Places>>& restricted_headers() {
    static const std::vector<std::pair<std::string_view, Places>> list = {
        {"thread", {"src/platform/"}},
        {"future", {"src/platform/"}},
        {"platform/random.hpp", {"src/platform/", "src/node/", "src/cli/"}},
        {"sys/socket.h", {"src/rpc/", "src/network/", "src/platform/channel.cpp"}},
        {"netinet/", {"src/rpc/", "src/network/"}},
        {"arpa/", {"src/rpc/", "src/network/", "src/libp2p/wire/"}},
        {"netdb.h", {"src/rpc/", "src/network/"}},
        {"boost/asio/ip/", {"src/rpc/", "src/network/", "src/http/", "src/fork/origin/connection.cpp"}},
    };
    return list;
}

/// Places that still have to be converted, with what they name.
struct Exception {
    std::string_view path;
    std::string_view name;
};
constexpr Exception kExceptions[] = {
    // Secrets of the process that no result depends on: against chosen keys of a table, against side channels.
    {"src/crypto/ecdsa.cpp", ""},
    {"src/state/key_table.cpp", ""},
};

bool is_below(const std::string& path, const Places& places) {
    return std::ranges::any_of(places, [&](std::string_view place) { return path.starts_with(place); });
}

bool is_excepted(const std::string& path, std::string_view name) {
    return std::ranges::any_of(kExceptions, [&](const Exception& exception) {
        return path.starts_with(exception.path) && (exception.name.empty() || exception.name == name);
    });
}

TEST(House, OnlyThePlatformKnowsThreadsClocksAndRandomness) {
    size_t found = 0;
    for (const auto& file : sources_below("src")) {
        if (is_test(file.path)) continue;
        const std::string code = code_of(file.text);
        for (const auto& restriction : restrictions()) {
            for (const std::string_view name : restriction.names) {
                const auto lines = lines_naming(code, name);
                found += lines.size();
                if (is_below(file.path, restriction.places) || is_excepted(file.path, name)) continue;
                for (const int line : lines) {
                    ADD_FAILURE() << file.path << ":" << line << ": " << name << " is " << restriction.what;
                }
            }
        }
    }
    EXPECT_GT(found, 20u) << "the search itself is broken";
}

TEST(House, HeadersOfThreadsAndSocketsStayInTheirPlaces) {
    for (const auto& file : sources_below("src")) {
        if (is_test(file.path)) continue;
        for (const auto& include : includes_of(file)) {
            for (const auto& [header, places] : restricted_headers()) {
                const bool is_meant =
                    header.ends_with('/') ? include.header.starts_with(header) : include.header == header;
                if (!is_meant || is_below(file.path, places) || is_excepted(file.path, header)) continue;
                ADD_FAILURE() << file.path << ":" << include.line << ": " << include.header
                              << " may not be included here";
            }
        }
    }
}

TEST(House, NamesAreFoundInCodeAloneAndAsAWhole) {
    const std::string code = code_of(R"(int a; // std::thread
/* std::thread
*/ std::thread b; const char* c = "std::thread \" std::thread"; char d = '"'; std::threads e;
my::std::thread f; ::usleep(1); x_usleep();)");
    EXPECT_EQ(lines_naming(code, "std::thread"), (std::vector<int>{3, 4}));
    EXPECT_EQ(lines_naming(code, "usleep"), (std::vector<int>{4}));
    EXPECT_EQ(code_of("R\"x(// ')x\" y // z\n1'000 'a' \"b\""), "\"\" y \n1'000 '' \"\"");
}

}  // namespace
}  // namespace serinus::test
