#include "consensus/babe/epoch_changes.hpp"

#include <gtest/gtest.h>

#include <map>

#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::consensus::babe {
namespace {

// The parts of an encoded tree of epochs, which follow each other in pre-order.
struct TreeNode {
    Hash256 hash;
    uint32_t number = 0;
    uint8_t variant = 0;
    uint64_t start_slot = 0, end_slot = 0;
    scale::Compact<uint32_t> children;
};
struct MapEntry {
    Hash256 hash;
    uint32_t number = 0;
    uint8_t variant = 0;
    DescribedEpoch epoch;
};

template <class T>
T take(BytesView& bytes) {
    auto value = scale::take<T>(bytes);
    EXPECT_TRUE(value);
    return value ? *std::move(value) : T{};
}

// From a specification that the reference made: the current epoch, the next one, and three forks that announce the one
// after. Observed: polkadot-stable2407: sc_consensus_epochs::EpochChanges
TEST(EpochChanges, AreEncodedAsTheReferenceDoes) {
    const auto path = test::shared_data("light/kusama-light.json");
    if (!path) GTEST_SKIP() << test::kNoSharedData;
    const Bytes encoded = test::Json::read(*path)["lightSyncState"]["babeEpochChanges"].hex();
    BytesView rest = encoded;
    ASSERT_EQ(take<scale::Compact<uint32_t>>(rest).value, 1u) << "roots";
    std::vector<TreeNode> nodes(5);
    for (TreeNode& node : nodes) node = take<TreeNode>(rest);
    ASSERT_EQ(nodes[0].children.value, 1u);
    ASSERT_EQ(take<std::optional<uint32_t>>(rest), std::nullopt);
    ASSERT_EQ(take<scale::Compact<uint32_t>>(rest).value, 5u) << "epochs";
    std::map<Hash256, MapEntry> entries;
    for (size_t i = 0; i < nodes.size(); ++i) {
        const auto entry = take<MapEntry>(rest);
        entries.emplace(entry.hash, entry);
    }
    EXPECT_TRUE(rest.empty());

    // Ours has the two of the final chain.
    Bytes expected;
    scale::append_encoded(expected, scale::Compact<uint32_t>(1));
    scale::append_encoded(expected, nodes[0]);
    nodes[1].children = 0;
    scale::append_encoded(expected, nodes[1]);
    scale::append_encoded(expected, std::optional<uint32_t>());
    scale::append_encoded(expected, scale::Compact<uint32_t>(2));
    for (const auto& [hash, entry] : entries) {
        if (hash == nodes[0].hash || hash == nodes[1].hash) scale::append_encoded(expected, entry);
    }
    std::vector<AnnouncedEpoch> epochs;
    for (const TreeNode& node : {nodes[0], nodes[1]}) {
        epochs.push_back({{node.hash, node.number}, {}, entries.at(node.hash).epoch});
    }
    EXPECT_EQ(encode_epoch_changes(epochs), expected);
}

class EpochsAfter : public testing::Test {
  protected:
    /// A block that announces an epoch with one authority, whose key begins with `key`.
    Hash256 announce(uint32_t number, Slot slot, uint8_t key) {
        primitives::Header header;
        header.number = number;
        const PreDigest claim = SecondaryPlain{.authority_index = 0, .slot = slot};
        header.digest.emplace_back(primitives::digest::PreRuntime{primitives::kBabeEngine, scale::encode(claim)});
        const ConsensusLog log = NextEpoch{authorities(key), {key}};
        header.digest.emplace_back(primitives::digest::Consensus{primitives::kBabeEngine, scale::encode(log)});
        const Hash256 hash = primitives::header_hash(header);
        headers[hash] = header;
        return hash;
    }
    static std::vector<Authority> authorities(uint8_t key) {
        std::vector<Authority> out(1);
        out[0].key.bytes[0] = key;
        out[0].weight = 1;
        return out;
    }
    DescribedEpoch epoch(uint64_t index, Slot start, uint8_t key) const {
        return {index, start, 100, authorities(key), {key}, config};
    }
    Result<std::vector<AnnouncedEpoch>, chain::ChainError> after(const EpochRecord& record) {
        using Found = std::optional<primitives::Header>;
        const AnnouncedEpochs::Lookup lookup{
            .find_header = [&](const Hash256& hash) -> Result<Found, chain::ChainError> {
                const auto found = headers.find(hash);
                return found == headers.end() ? Found() : Found(found->second);
            },
            .find_aux = [](BytesView) -> Result<std::optional<Bytes>, chain::ChainError> {
                return std::optional<Bytes>();
            }};
        return epochs_after(record, epochs, lookup);
    }

    const EpochConfig config{{1, 4}, AllowedSlots::kSecondaryPlain};
    AnnouncedEpochs epochs{Configuration{.slot_duration_ms = 6000,
                                         .epoch_length = 100,
                                         .rate = {1, 4},
                                         .authorities = authorities(1),
                                         .randomness = {1},
                                         .allowed_slots = AllowedSlots::kSecondaryPlain}};
    std::map<Hash256, primitives::Header> headers;
};

// Spec: defn-consensus-message-babe
TEST_F(EpochsAfter, ABlockOfALaterEpochAreItsOwnAndTheNext) {
    const Hash256 fifth = announce(400, 1400, 5), sixth = announce(500, 1500, 6);
    const auto found = after({{5, 1500, fifth, config}, sixth, config, 0});
    ASSERT_TRUE(found);
    EXPECT_EQ(*found, (std::vector<AnnouncedEpoch>{{{fifth, 400}, {}, epoch(5, 1500, 5)},
                                                   {{sixth, 500}, {}, epoch(6, 1600, 6)}}));
}

// The first block announces epoch 1, and epoch 0 begins with its slot.
TEST_F(EpochsAfter, ABlockOfTheFirstEpochsComeWithTheEpochOfTheGenesis) {
    const Hash256 first = announce(1, 1000, 2), second = announce(80, 1100, 3);
    const AnnouncedEpoch both{{first, 1}, epoch(0, 1000, 1), epoch(1, 1100, 2)};
    const auto in_epoch_0 = after({{0, 1000, {}, config}, first, config, 0});
    ASSERT_TRUE(in_epoch_0);
    EXPECT_EQ(*in_epoch_0, std::vector{both});
    const auto in_epoch_1 = after({{1, 1100, first, config}, second, config, 0});
    ASSERT_TRUE(in_epoch_1);
    EXPECT_EQ(*in_epoch_1, (std::vector<AnnouncedEpoch>{both, {{second, 80}, {}, epoch(2, 1200, 3)}}));
    EXPECT_EQ(encode_epoch_changes(*in_epoch_0)[37], 0) << "the variant of epochs 0 and 1";
}

TEST_F(EpochsAfter, AHeaderThatIsNotThereIsAFailure) {
    const auto found = after({{5, 1500, Hash256{{5}}, config}, Hash256{{6}}, config, 0});
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().kind, chain::ChainError::Kind::kStore);
}

}  // namespace
}  // namespace serinus::consensus::babe
