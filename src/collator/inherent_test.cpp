#include "collator/inherent.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "hashing/hashing.hpp"
#include "trie/proof.hpp"

namespace serinus::collator {
namespace {

using testing::Contains;
using testing::Not;

/// Proves nothing, but remembers what it should have proven.
class FakeRelayState final : public RelayState {
  public:
    Result<std::optional<Bytes>, state::StateError> get(BytesView key) override {
        const auto found = entries.find(to_bytes(key));
        return found == entries.end() ? std::nullopt : std::optional(found->second);
    }
    Result<trie::StorageProof, state::StateError> prove(std::span<const Bytes> keys) override {
        proven.insert(proven.end(), keys.begin(), keys.end());
        return trie::StorageProof({{1}, {2}});
    }
    Result<trie::StorageProof, state::StateError> prove_child(BytesView child, std::span<const Bytes> keys) override {
        for (const Bytes& key : keys) proven_in_children.emplace_back(to_bytes(child), key);
        return trie::StorageProof({{2}, {3}});
    }
    std::map<Bytes, Bytes> entries;
    std::vector<Bytes> proven;
    std::vector<std::pair<Bytes, Bytes>> proven_in_children;
};

constexpr ParaId kPara{1000};

primitives::Header header_with(bool has_epoch) {
    primitives::Header out;
    // A primary claim of BABE, and the descriptor of an epoch without authorities.
    if (has_epoch) {
        out.digest.emplace_back(primitives::digest::Consensus{primitives::kBabeEngine, concat(Bytes{1, 0}, Bytes(32))});
    }
    return out;
}

// Observed: polkadot-primitives 26.0.0, v9, `well_known_keys`: the constants there
TEST(RelayKeys, AreThoseOfTheReference) {
    std::vector<std::string> keys;
    for (const Bytes& key : relay_keys_for(kPara)) keys.push_back(to_hex(key));
    for (const char* expected : {"1cb6f36e027abb2091cfb5110ab5087fd077dfdb8adb10f78f10a5df8742c545",
                                 "1cb6f36e027abb2091cfb5110ab5087f7ce678799d3eff024253b90e84927cc6",
                                 "1cb6f36e027abb2091cfb5110ab5087f7a414cb008e0e61e46722aa60abdd672",
                                 "1cb6f36e027abb2091cfb5110ab5087f06155b3cd9a8c9e5e9a23fd5dc13a5ed",
                                 "06de3d8a54d27e44a9d5ce189618f22db4b49d95320d9021994c850f25b8e385"}) {
        EXPECT_THAT(keys, Contains(expected));
    }
    const std::string para = to_hex(hashing::twox_64_concat(scale::encode(kPara)));
    for (const char* prefix : {"cd710b30bd2eab0352ddcc26417aa1941b3c252fcb29d88eff4f3de5de4476c3",
                               "f5207f03cfdce586301014700e2c2593fad157e461d71fd4c1f936839a5f1f3e",
                               "6a0da05ca59913bc38a8630590f2627c1d3719f5b0b12c7105c073c507445948",
                               "6a0da05ca59913bc38a8630590f2627cf12b746dcf32e843354583c9702cc020",
                               "63f78c98723ddc9073523ef3beefda0c4d7fefc408aac59dbfe80a72ac8e3ce5",
                               "cd710b30bd2eab0352ddcc26417aa1949e94c040f5e73d9b7addd6cb603d15d3",
                               "cd710b30bd2eab0352ddcc26417aa194f27bbb460270642b5bcaf032ea04d56a"}) {
        EXPECT_THAT(keys, Contains(prefix + para));
    }
    EXPECT_EQ(keys.size(), 13u);
    EXPECT_EQ(to_hex(babe_authorities_key()), "1cb6f36e027abb2091cfb5110ab5087f5e0621c4869aa60c02be9adcc98a0d1d");
    EXPECT_EQ(to_hex(next_babe_authorities_key()), "1cb6f36e027abb2091cfb5110ab5087faacf00b9b41fda7a9268821c2a2b3e4c");
    EXPECT_EQ(to_hex(BytesView(channel_key({1}, {2})).first(32)),
              "6a0da05ca59913bc38a8630590f2627cb6604cff828a6e3f579ca6c59ace013d");
}

TEST(ParachainInherent, ProvesTheChannelsOfTheListsAndWhatTheRuntimeAsksFor) {
    FakeRelayState state;
    state.entries[ingress_channels_key(kPara)] = scale::encode(std::vector<ParaId>{{1}, {2}});
    state.entries[egress_channels_key(kPara)] = scale::encode(std::vector<ParaId>{{2}});
    RelayParent parent{.para = kPara, .validation_data = {}, .downward_messages = {}, .horizontal_messages = {}};
    parent.more_keys = {{RelayStorageKey::Top{{9}}}, {RelayStorageKey::Child{{7}, {8}}}};
    const auto data = make_parachain_inherent(state, parent);
    ASSERT_TRUE(data.has_value());
    EXPECT_EQ(state.proven.size(), 13u + 3 + 1);
    for (const Bytes& key : {channel_key({1}, kPara), channel_key({2}, kPara), channel_key(kPara, {2}), Bytes{9}}) {
        EXPECT_THAT(state.proven, Contains(key));
    }
    EXPECT_EQ(state.proven_in_children, (std::vector<std::pair<Bytes, Bytes>>{{{7}, {8}}}));
    EXPECT_EQ(data->v0.relay_chain_state, (std::vector<Bytes>{{1}, {2}, {3}})) << "each node once";
    state.entries[egress_channels_key(kPara)] = {8, 1};
    EXPECT_EQ(make_parachain_inherent(state, parent).error().kind, state::StateError::Kind::kCorrupt);
}

// Observed: cumulus-client-parachain-inherent 0.30.0, `create_at`
TEST(ParachainInherent, ProvesTheAuthoritiesThatSealTheDescendants) {
    const auto proven = [](std::vector<primitives::Header> descendants) {
        FakeRelayState state;
        RelayParent parent{.para = kPara, .validation_data = {}, .downward_messages = {}, .horizontal_messages = {}};
        parent.descendants = std::move(descendants);
        EXPECT_TRUE(make_parachain_inherent(state, parent).has_value());
        return state.proven;
    };
    EXPECT_THAT(proven({}), Not(Contains(babe_authorities_key())));
    const auto same_epoch = proven({header_with(true), header_with(false)});
    EXPECT_THAT(same_epoch, Contains(babe_authorities_key()));
    EXPECT_THAT(same_epoch, Not(Contains(next_babe_authorities_key())))
        << "the relay parent's state has changed already";
    EXPECT_THAT(proven({header_with(false), header_with(true)}), Contains(next_babe_authorities_key()));
}

// Observed: cumulus-primitives-parachain-inherent 0.27.0: both forms are given, and the newer one begins with the
// older.
TEST(ParachainInherent, EachRuntimeFindsItsForm) {
    FakeRelayState state;
    RelayParent parent{
        .para = kPara, .validation_data = {}, .downward_messages = {{3, {1}}}, .horizontal_messages = {}};
    parent.horizontal_messages[{5}] = {{4, {2}}};
    parent.peer_id = Bytes{6};
    const auto data = make_parachain_inherent(state, parent).value();
    runtime_api::block_builder::InherentData out;
    add_parachain_inherent(data, out);
    ASSERT_EQ(out.size(), 2u);
    const Bytes older = out.begin()->second, newer = std::next(out.begin())->second;
    EXPECT_EQ(as_text(out.begin()->first), "sysi1337");
    EXPECT_EQ(newer, concat(older, Bytes{0, 1, 4, 6}));
    EXPECT_TRUE(scale::decode<ParachainInherentDataV0>(older).value() == data.v0);
    EXPECT_TRUE(scale::decode<ParachainInherentData>(newer).value() == data);
}

}  // namespace
}  // namespace serinus::collator
