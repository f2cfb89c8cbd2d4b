/// Entries and roots for the tests of this folder.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"
#include "tests/support/random.hpp"
#include "trie/root_builder.hpp"

namespace serinus::trie::test {

using serinus::test::Json;
using Entries = std::map<Bytes, Bytes>;

inline constexpr const char* kGenesisFiles[] = {"kusama.json", "westend.json", "kusama-local-1000000.json",
                                                "asset-hub-kusama-local-1000000.json", "rococo-dev-1014000.json"};

inline Hash256 hash_of(const Json& text) { return *Hash256::from(text.hex()); }

/// The entries of a raw chain spec; nullopt without the shared data.
inline std::optional<Entries> genesis_entries(const std::string& file) {
    const auto path = serinus::test::shared_data("genesis/" + file);
    if (!path) return std::nullopt;
    const Json raw = Json::read(*path)["genesis"]["raw"];
    const Json top = raw.is_array() ? raw.items()[0] : raw["top"];
    Entries out;
    for (const auto& [key, value] : top.members()) out[*from_hex(key)] = value.hex();
    return out;
}

/// The root of a map, by the builder: the oracle for everything that keeps a tree.
template <class Map>
Hash256 root_of(const Map& entries, StateVersion version) {
    RootBuilder builder(version);
    for (const auto& [key, value] : entries) SERINUS_ASSERT(builder.add(key, value).has_value());
    return builder.finish();
}

/// A key out of few nibbles and of varied length, so that keys share prefixes and begin one another.
inline Bytes random_key(std::mt19937_64& random, size_t max_size = 6) {
    Bytes key(serinus::test::random_between(random, 0, max_size));
    for (uint8_t& byte : key) {
        static constexpr uint8_t kBytes[] = {0x00, 0x01, 0x10, 0x11, 0x1f, 0xf0, 0xff};
        byte = kBytes[serinus::test::random_between(random, 0, 6)];
    }
    return key;
}

/// Mostly short, often around the limits of 32 and 33 bytes.
inline Bytes random_value(std::mt19937_64& random) {
    static constexpr size_t kSizes[] = {0, 1, 2, 20, 31, 32, 33, 40, 64, 100, 300};
    return serinus::test::random_bytes(random, kSizes[serinus::test::random_between(random, 0, 10)]);
}

}  // namespace serinus::trie::test
