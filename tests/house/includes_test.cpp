// The house stands: dependencies point downwards, and slow headers stay where they belong.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

#include "tests/house/source_tree.hpp"

namespace serinus::test {
namespace {

/// The rooms of the host from the top of the house to its foundation, as docs/architecture.md lists them. A room may
/// include those below it.
constexpr std::array<std::string_view, 34> kRooms = {
    "cli",        "tools",    "node",       "services", "rpc",      "collator",  "parachain", "protocols",   "fork",
    "authorship", "pool",     "governance", "staking",  "coretime", "consensus", "chain",     "runtime_api", "pvf",
    "http",       "executor", "wasm",       "state",    "storage",  "erasure",   "trie",      "metadata",    "network",
    "libp2p",     "crypto",   "primitives", "hashing",  "codec",    "platform",  "base",
};

/// The rooms that the runtime shares with the host: they are built for Wasm too, so nothing of the operating system.
constexpr std::array<std::string_view, 5> kSharedWithWasm = {"base", "codec", "hashing", "primitives", "trie"};

template <size_t N>
bool contains(const std::array<std::string_view, N>& list, std::string_view name) {
    return std::ranges::find(list, name) != list.end();
}

size_t floor_of(std::string_view room) {
    return static_cast<size_t>(kRooms.end() - std::ranges::find(kRooms, room));  // the foundation is 1
}

TEST(House, EveryRoomIsOnThePlan) {
    for (const auto& file : sources_below("src")) {
        EXPECT_TRUE(contains(kRooms, room_of(file.path))) << file.path << " stands in a folder that is no room";
    }
}

TEST(House, IncludesPointDownwards) {
    for (const auto& file : sources_below("src")) {
        const std::string room = room_of(file.path);
        for (const auto& include : includes_of(file)) {
            const std::string other = include.header.substr(0, include.header.find('/'));
            if (!contains(kRooms, other) || other == room) continue;
            EXPECT_LT(floor_of(other), floor_of(room))
                << file.path << ":" << include.line << ": " << room << " may not include " << include.header;
            if (contains(kSharedWithWasm, room) && !is_test(file.path)) {
                EXPECT_TRUE(contains(kSharedWithWasm, other))
                    << file.path << ":" << include.line << ": " << room << " is built for Wasm, " << other << " is not";
            }
        }
    }
}

/// The folders of chain/ by floor: one may include those on floors below its own.
constexpr std::array<std::pair<std::string_view, int>, 5> kChainFolders = {
    {{"spec", 1}, {"files", 2}, {"store", 2}, {"import", 3}, {"client", 4}}};

/// 0 for files of chain/ itself; nullopt: it is no file of chain/.
std::optional<int> chain_floor_of(std::string_view path) {
    if (!path.starts_with("chain/")) return std::nullopt;
    path.remove_prefix(std::string_view("chain/").size());
    const auto folder = path.substr(0, path.find('/'));
    if (folder.size() == path.size()) return 0;
    const auto found = std::ranges::find(kChainFolders, folder, [](const auto& one) { return one.first; });
    return found == kChainFolders.end() ? std::nullopt : std::optional(found->second);
}

TEST(House, FoldersOfTheChainIncludeThoseBelow) {
    size_t checked = 0;
    for (const auto& file : sources_below("src/chain")) {
        if (is_test(file.path)) continue;
        const std::string_view path = std::string_view(file.path).substr(std::string_view("src/").size());
        const auto floor = chain_floor_of(path);
        ASSERT_TRUE(floor) << file.path << " stands in a folder that is not on the plan";
        const std::string folder(path.substr(0, path.rfind('/') + 1));
        for (const auto& include : includes_of(file)) {
            const auto other = chain_floor_of(include.header);
            if (!other || (include.header.starts_with(folder) && floor != 0)) continue;
            ++checked;
            EXPECT_TRUE(*other < *floor || (*other == 0 && *floor == 0))
                << file.path << ":" << include.line << ": it may not include " << include.header;
        }
    }
    EXPECT_GT(checked, 20u);
}

/// A service stands in folders of its name. Elsewhere it is named where lists of sources, recipes and options of users
/// stand, and by what the runtime and the keys of validators share with it.
TEST(House, AServiceIsNamedInItsFolders) {
    const std::map<std::string_view, std::set<std::string>> places = {
        {"beefy",
         {"src/cli/run_options.cpp", "src/tools/launcher/genesis_validators.cpp",
          "src/tools/launcher/genesis_validators_test.cpp", "src/node/recipes.cpp", "src/primitives/header.hpp",
          "src/primitives/keys.hpp"}},
    };
    for (const auto& file : sources_below("src")) {
        std::string text = file.text;
        std::ranges::transform(text, text.begin(),
                               [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        for (const auto& [name, named_in] : places) {
            if (file.path.find("/" + std::string(name) + "/") != std::string::npos) continue;
            EXPECT_EQ(text.find(name) != std::string::npos, named_in.contains(file.path)) << file.path << ": " << name;
        }
    }
}

/// node/ carries services and names none, nor a protocol: those stand in recipes alone.
TEST(House, NodeNamesNoProtocol) {
    // A chain that takes blocks from a file, for commands: the justifications beside them make them final.
    const std::map<std::string, std::string> exceptions = {{"src/node/offline_chain.cpp", "grandpa"},
                                                           {"src/node/offline_chain.hpp", "grandpa"}};
    const std::set<std::string> names = {"grandpa", "beefy", "kademlia", "announce", "sync/2", "state/2", "light/2"};
    size_t excepted = 0;
    for (const auto& file : sources_below("src/node")) {
        if (is_test(file.path) || file.path == "src/node/recipes.cpp") continue;
        for (const auto& include : includes_of(file)) {
            const bool is_of_one_service =
                include.header.starts_with("services/") && include.header.find('/') != include.header.rfind('/');
            EXPECT_FALSE(is_of_one_service || include.header.starts_with("protocols/"))
                << file.path << ":" << include.line << ": " << include.header;
        }
        std::string text = file.text;
        std::ranges::transform(text, text.begin(),
                               [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        for (const std::string& name : names) {
            if (text.find(name) == std::string::npos) continue;
            const auto exception = exceptions.find(file.path);
            EXPECT_TRUE(exception != exceptions.end() && exception->second == name) << file.path << ": " << name;
            ++excepted;
        }
    }
    EXPECT_EQ(excepted, exceptions.size()) << "an exception that is not needed any more";
}

/// Whether a text has the form SomeApi_some_call of a runtime's exports.
bool names_call(std::string_view text) {
    const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    const auto is_of_method = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    const size_t end = text.find('_');
    if (end == text.npos || end + 1 == text.size() || text[0] < 'A' || text[0] > 'Z') return false;
    return std::ranges::all_of(text.substr(0, end), is_letter) &&
           std::ranges::all_of(text.substr(end + 1), is_of_method);
}

/// The string literals that name calls, with their lines. A literal ends on its line.
std::vector<std::pair<int, std::string>> calls_named_in(const std::string& text) {
    std::vector<std::pair<int, std::string>> found;
    std::istringstream lines(text);
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        for (size_t from = line.find('"'); from != line.npos;) {
            const size_t to = line.find('"', from + 1);
            if (to == line.npos) break;
            const std::string literal = line.substr(from + 1, to - from - 1);
            if (names_call(literal)) found.emplace_back(number, literal);
            from = to;  // the text between two literals names no call
        }
    }
    return found;
}

/// Calls of runtime APIs are declared in one place, with their types and versions.
TEST(House, CallsOfRuntimesAreNamedInTheirRoom) {
    const std::map<std::string_view, std::string_view> places = {
        {"src/executor/executor.cpp", "Core_version: below the room, it decides how a runtime is called"},
        {"src/executor/benchmark.cpp", "Benchmark_…: what our own runtime exports for measurements, no API of a chain"},
    };
    size_t in_room = 0;
    std::set<std::string_view> used;
    for (const auto& file : sources_below("src")) {
        const auto calls = calls_named_in(file.text);
        // Tests say which function they mean, mocks of runtimes export it.
        if (calls.empty() || is_test(file.path)) continue;
        if (file.path.starts_with("src/runtime_api/")) {
            in_room += calls.size();
            continue;
        }
        const auto place = places.find(file.path);
        if (place != places.end()) used.insert(place->first);
        for (const auto& [line, name] : calls) {
            EXPECT_TRUE(place != places.end())
                << file.path << ":" << line << ": " << name << " belongs to runtime_api/";
        }
    }
    EXPECT_GT(in_room, 60u) << "the search itself is broken";
    EXPECT_EQ(used.size(), places.size()) << "an exception that is not needed any more";
}

TEST(House, CallsOfRuntimesAreFound) {
    const auto found =
        calls_named_in("a(\"Core_version\", \"Core\");\nb(\"core_x\", \"X_1y\", \"Äb_c\", \"kBabeApi_z q\");");
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0], (std::pair<int, std::string>(1, "Core_version")));
    EXPECT_EQ(found[1], (std::pair<int, std::string>(2, "X_1y")));
}

TEST(House, OnlyTestsIncludeTestSupport) {
    for (const auto& file : sources_below("src")) {
        if (is_test(file.path)) continue;
        for (const auto& include : includes_of(file)) {
            EXPECT_FALSE(include.header.starts_with("tests/") || include.header.starts_with("gtest/"))
                << file.path << ":" << include.line;
        }
    }
}

/// The rooms of the runtime, from the top; compositions, below runtimes/, do not know each other but for common/.
constexpr std::array<std::string_view, 11> kRuntimeRooms = {
    "kusama", "example", "minimal", "common", "mock", "pallets", "xcm", "npos", "protocol", "sdk", "arithmetic"};

std::string runtime_room_of(const std::string& path) {
    const std::string room = room_of(path, "runtime/");
    return room == "runtimes" ? room_of(path, "runtime/runtimes/") : room;
}

/// Whether a room of the runtime may include another.
bool may_include(std::string_view room, std::string_view other, bool test) {
    if (room == other || other == "arithmetic") return true;
    if (room == "arithmetic") return false;
    if (other == "sdk") return true;
    if (room == "sdk" || room == "xcm") return false;
    if (other == "xcm") return room != "npos" && room != "protocol";
    if (other == "npos" || other == "protocol") return room != "npos" && room != "protocol";
    if (room == "npos" || room == "protocol") return false;
    if (other == "mock") return test && room == "pallets";
    if (other == "common") return room == "kusama";
    return other == "pallets";
}

TEST(House, RuntimeIncludesPointDownwards) {
    size_t checked = 0;
    for (const auto& file : sources_below("runtime")) {
        const std::string room = runtime_room_of(file.path);
        EXPECT_TRUE(contains(kRuntimeRooms, room)) << file.path << " stands in a folder that is no room";
        for (const auto& include : includes_of(file)) {
            const std::string other = runtime_room_of(include.header);
            if (other.empty()) continue;
            ++checked;
            // The vocabulary of elections.
            const bool is_vocabulary =
                include.header == "runtime/npos/support.hpp" || include.header == "runtime/npos/compact_solution.hpp";
            if (room == "sdk" && is_vocabulary) continue;
            EXPECT_TRUE(may_include(room, other, is_test(file.path)))
                << file.path << ":" << include.line << ": " << room << " may not include " << include.header;
        }
    }
    EXPECT_GT(checked, 0u);
}

/// Native programs: the state of tests, and what writes the metadata.
bool is_native(const std::string& path) {
    return path.starts_with("runtime/sdk/host/native/") || path.starts_with("runtime/sdk/metadata/") ||
           path.starts_with("runtime/runtimes/kusama/metadata/") || path.starts_with("runtime/runtimes/kusama/native/");
}

TEST(House, RuntimeSharesWithTheHostOnlyWhatIsBuiltForWasm) {
    for (const auto& file : sources_below("runtime")) {
        if (is_native(file.path) || is_test(file.path)) continue;
        for (const auto& include : includes_of(file)) {
            const std::string room = include.header.substr(0, include.header.find('/'));
            // Of crypto only the group of the VRF, which verifies public data and needs no library.
            if (!contains(kRooms, room) || include.header.starts_with("crypto/edwards25519/")) continue;
            EXPECT_TRUE(contains(kSharedWithWasm, room))
                << file.path << ":" << include.line << ": " << include.header << " is not built for Wasm";
        }
    }
}

TEST(House, RuntimeWithoutItsTestsKnowsNoTestSupport) {
    for (const auto& file : sources_below("runtime")) {
        if (is_test(file.path)) continue;
        for (const auto& include : includes_of(file)) {
            EXPECT_FALSE(include.header.starts_with("tests/") || include.header.starts_with("gtest/") ||
                         include.header.find("_test.hpp") != std::string::npos)
                << file.path << ":" << include.line;
        }
    }
}

/// "boost/json" stands for everything that begins so, "regex" for itself.
bool names(std::string_view restricted, std::string_view header) {
    return restricted.find('/') != restricted.npos ? header.starts_with(restricted) : header == restricted;
}

using Places = std::vector<std::string_view>;

/// Headers that cost more than a second, and the sources that may include them. A header of ours is never among them.
const std::map<std::string_view, Places> kHeavyHeaders = {
    {"llvm/", {}},
    {"asmjit/", {"src/wasm/x64/"}},
    {"rocksdb/", {"src/storage/", "bench/"}},
    {"boost/asio",
     {"src/network/service/", "src/platform/threaded_scheduler.cpp", "src/http/", "src/rpc/",
      "src/fork/origin/connection.cpp", "tests/rpc_client/"}},
    {"boost/beast", {"src/http/", "src/rpc/", "src/fork/origin/connection.cpp", "tests/rpc_client/"}},
    {"boost/json",
     {"src/chain/", "src/cli/", "src/collator/relay_rpc/", "src/coretime/", "src/fork/", "src/governance/",
      "src/metadata/", "src/node/telemetry", "src/rpc/", "src/tools/", "tests/support/", "fuzz/", "tools/",
      "runtime/runtimes/kusama/metadata/"}},
    {"CLI/", {"src/cli/arguments.cpp"}},
    {"google/protobuf", {}},
    {"spdlog/", {"src/platform/"}},
    {"regex", {"tests/house/declared_names.cpp"}},
    {"iostream", {"tests/"}},
    {"filesystem", {"fuzz/", "tests/"}},
};

/// Libraries that only their wrappers know; benches and fuzz targets compare with them.
const std::map<std::string_view, Places> kWrappedLibraries = {
    {"sodium.h", {"src/crypto/", "src/libp2p/noise/", "src/hashing/", "src/platform/", "fuzz/", "bench/"}},
    {"openssl/",
     {"src/crypto/", "src/libp2p/noise/", "src/libp2p/websocket/upgrade.cpp", "src/network/service/tls.cpp",
      "src/hashing/", "fuzz/", "bench/"}},
    {"ares.h", {"src/network/service/resolver.cpp"}},
    {"secp256k1.h", {"src/crypto/", "fuzz/", "bench/"}},
    {"secp256k1_recovery.h", {"src/crypto/", "fuzz/", "bench/"}},
    {"xxhash.h", {"src/hashing/", "bench/"}},
    {"fmt/", {"src/base/format."}},
    {"zstd.h", {"src/executor/"}},
    {"lmdb.h", {"src/storage/", "bench/"}},
    {"wabt/", {"fuzz/", "bench/", "tests/"}},
};

/// Our headers that may name a heavy one: only sources of their own folder include them, and those that need the JSON
/// that they answer with.
constexpr std::array<std::string_view, 24> kHeavyHeadersOfOurs = {"cli/governance_report.hpp",
                                                                  "coretime/chain_values.hpp",
                                                                  "coretime/fields.hpp",
                                                                  "coretime/report_json.hpp",
                                                                  "fork/origin/origin_calls.hpp",
                                                                  "tools/replay/shown_entries.hpp",
                                                                  "governance/dry_run.hpp",
                                                                  "tools/launcher/json_rpc.hpp",
                                                                  "tools/compose/text_reader.hpp",
                                                                  "fork/origin/rpc_client.hpp",
                                                                  "tools/remote/submission.hpp",
                                                                  "tools/xcm/explanation.hpp",
                                                                  "tools/xcm/program_text.hpp",
                                                                  "tools/xcm/shapes.hpp",
                                                                  "metadata/shower.hpp",
                                                                  "metadata/value_encoder.hpp",
                                                                  "network/service/mdns_socket.hpp",
                                                                  "network/service/addresses.hpp",
                                                                  "network/service/dialer.hpp",
                                                                  "network/service/resolver.hpp",
                                                                  "network/service/sockets.hpp",
                                                                  "rpc/registry.hpp",
                                                                  "rpc/transport.hpp",
                                                                  "wasm/x64/registers.hpp"};

/// Calls `check(file, include, places)` for every include of one of the `restricted` headers.
template <class Check>
void for_each_restricted(const std::map<std::string_view, Places>& restricted, Check check) {
    for (const auto* folder : {"src", "tests", "fuzz", "bench", "runtime"}) {
        for (const auto& file : sources_below(folder)) {
            for (const auto& include : includes_of(file)) {
                for (const auto& [name, places] : restricted) {
                    if (names(name, include.header)) check(file, include, places);
                }
            }
        }
    }
}

void expect_allowed(const SourceFile& file, const Include& include, const Places& places) {
    EXPECT_TRUE(std::ranges::any_of(places, [&](auto place) { return file.path.starts_with(place); }))
        << file.path << ":" << include.line << ": " << include.header << " may not be included here";
}

TEST(House, HeavyHeadersStayInTheSourcesThatMayHaveThem) {
    for_each_restricted(kHeavyHeaders, [](const auto& file, const auto& include, const auto& places) {
        expect_allowed(file, include, places);
        EXPECT_TRUE(file.path.ends_with(".cpp") || contains(kHeavyHeadersOfOurs, file.path.substr(sizeof "src")))
            << file.path << ":" << include.line << ": " << include.header << " belongs in a .cpp";
    });
}

/// base/format.hpp is the one header of base/ that is not built for Wasm: its library is not.
TEST(House, WhatIsBuiltForWasmDoesNotFormatText) {
    for (const auto* folder : {"src", "runtime"}) {
        for (const auto& file : sources_below(folder)) {
            const bool is_shared =
                folder == std::string_view("runtime") || contains(kSharedWithWasm, room_of(file.path));
            const bool is_native_only =
                is_native(file.path) || is_test(file.path) || file.path == "src/base/format.cpp";
            if (!is_shared || is_native_only) continue;
            for (const auto& include : includes_of(file)) {
                EXPECT_NE(include.header, "base/format.hpp") << file.path << ":" << include.line;
            }
        }
    }
}

TEST(House, LibrariesAreKnownToTheirWrappersOnly) { for_each_restricted(kWrappedLibraries, expect_allowed); }

}  // namespace
}  // namespace serinus::test
