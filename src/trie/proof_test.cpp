#include "trie/proof.hpp"

#include <gtest/gtest.h>

#include "codec/compact.hpp"
#include "trie/trie_test_data.hpp"
#include "trie/trie_test_nodes.hpp"

namespace serinus::trie {
namespace {

using serinus::test::random_between;
using serinus::test::seeded_random;
using test::Entries;
using test::Json;
using test::NodeSet;

constexpr StateVersion kVersions[] = {StateVersion::kV0, StateVersion::kV1};

// Polkadot's genesis: smoldot, lib/src/trie/proof_decode/tests.rs (EXAMPLE_PROOF, storage_value_works).
constexpr const char* kExampleProof =
    "18d47d01542596adb05d6140c170ac479edf7cfd5aa35357590acfe5d11a804d944e500d1456fdda7b8ec7f9e5c794cd83194f0593e4ea35"
    "05803f93804e4c6c4222b747e507008ef1def063bb0d2deeadf17ef4b10e71624d3a0cf81c80241f2c06f22ec58968fb68d432319e25e6c8"
    "faa3ad2c5ca9ee48f2e8ed158e2480ad8a68234932269846bc40240a47cfd8d8857b1d81e167bfb24c947a4cdad9e680c84590e39f8b79a2"
    "694ad2bf7e7258af686b472f38b064bbce7d08404931a430805c72f25b1b6304d16667e2766fa1a906cb081788eb4502787df7c3597412b1"
    "7b806e21c5f1a24a196615b4e5b36d21280cdcc80098c1e2bce8eeaf301e9951767480424f1acd80ba074a2ce8d180bf3488a5ca91cb81fb"
    "a96c8c3c1d33eacbb18160805e849d5c148ca361a55a2c9b384e17ce919e936ccb8011a4f72504e9f93db8cd80edd005a1495c70250d77f8"
    "1c24c15a9919f034f7983df8e505e53a5af7b402138012a0dd90497b65312bda67ea15996578eeb3891bca8666951a326612418e3143b104"
    "80555d8043fb497c1b2a7b9e4feb59f410c1a29e28b2a628ff9c6003e080f6b9fadd95f9806e8d911b6818038eb7c8534af8e78e9920a1ab"
    "8d939c36d3e69b0a1e5928110b80ba4d3f543957f422b40c8e74af9de00acbeba8154afca57a7f80fbbcfebb1e4a803d1b8f5cf1788b2945"
    "37b8fd2d34acec4646a7627c6cd3d2039af64ff5d1976d80e7620f21cf13964f29d34ba708c3b44ea45ea11c58fbbedda29d13470bc80ca0"
    "80f98aae4f83d81bf15d88019e5c303d7c19d0524e84c714e05f61517cde0b138280d518faf566fdc4d045094abe372bb3bbecd4753f76db"
    "8c41ba9fc015558bf23a80908f991126d12ce7acd55508ff1e7dffa56f742401e1814fc1469658a78c7a7f8001b0a08da0c83253d5c0cb87"
    "7286c062da2f530ae424fe2545377941fd016913350580b3a780a29fac7f7dfae21d05d9506e7da6515b7fa1ad970ff876de35f1bec2599e"
    "c002805b6772dc6a4e7604c8d0652479f95b343607c2d9138c59eeb799d85bf43b6bbf803d12becb6a4b9919ddc7c5973d04eed7696c834f"
    "90c779fc1fcf7350ccc28d6b805f33ebcf191fddcf3b3f346ec336c105c74b40a4d35dfda0c592f2bea00084e980f764c733d6e35771a9b2"
    "6a1fa86b9bec59742b046f698be6c140af1073897d3d80cd3bc8c3ce3cf8359f7371a13316f02fd22b02a3d327684a2b61f4a47e0022b880"
    "da752afaeb925d5300e45b851052c5f8a9c5aae884f15d64764edf961b8b22c880bf1fa9c7e4c94340dbafd75cbe016c980d0e5d5b4e7682"
    "3fa11e61629014c34b804f54a15e5d51d02b84e8cae94c9833ae81e56b8f0b684d257f6f722ee66cadf98094833fb2dce8c78d443cd6786e"
    "0c01d8974a4b779c178ef5e66b49e021dd7f1ae1029f0c5d795d0297be56027a4b2464e33397609280f332ff556abf5daf0d34523df7c8cd"
    "1369bcb6adbb23a48093bf070a9711bf3480382934134aa919b59c16ff8de8d97a7fdcc2448ea327b26f44005d756d1785878081d634140b"
    "36ce031c4b6c6266e2a7c19d9a88e38fdd8ad23abd3db20e714f6980fde17041f22f09609d79dbe38dcccefcaac139c7a10fb23bd284c1c4"
    "92b004fd80d287ad1d0ade65e64d3969f4ab85a37076816031438cea0bf8c33b7b2bc6c3308d089f03e6d3c1fb15805edfd024172ea4817d"
    "ffff80152833e34a852e9751cfc0f954aeb835e1f843936ba9979853a40e439937255f806a36e0ad23fb3224fff6e6db62048463a7f27ccb"
    "92f65b4e348acd5a7aa3a0688027b6e099c11581fb2e8acf3b6b94eaed442277b9a74ce7f922f6e3bf2959867b80fd0cc2c846db6a9ed19a"
    "715d6c3cd46a48b7f409883c70b2d4c978b306de379e80ab008a78c340f5cc75d99cdb905951936686445c834719be21f7620b950dcd5c80"
    "6d86af54d5dfb1c06f3fefdd5a430861c0d19e25fad4bad07c6e70d4a679f0b880f35edc5400b6661fb1e6fba7c599c8ba891458d1440003"
    "0fa506999a1972369f80746cdaa0b7da2e9c3864971f50f12d9b4281f804d5a2dba6ebe06959b2a9fb47802ecfde11456423c87fed8068f4"
    "14a5ba44ebe3ae91b06d14cc231a78d4aba68e80f655291833a49cf23d057bb15c42d377c55d50f5885329060b0aaab22283cbb1808c95fb"
    "2b62baf30718b8330ef68a527c97c1bc9960304353224d8a8ae88a79d58045c1b6d9904ae171d573bdcebaa05142d81648bdbeb16ceeddc5"
    "4a0ed15d3e2b80a8ea193282fe85b6481707091c77c9218ea19de914e75950925fe86400fb0cb080c222ceab5355eaa41da807146f2e2df7"
    "ff648c3e8bbb6d8ee23274ba724551b18008f142dc3c59bf1151c829ecefea35919e80453db5e9669f5a73899aaa5166ee804f1d21fbdc01"
    "80c4de886bf40f91dfc2202b3eb6d42548d476908041dd617bb8";
constexpr const char* kExampleRoot = "29d0d972cd27cbc511e9589fcb7a4506d5eb6a9e8df205f00472e5ab354a4e17";
constexpr const char* kExampleKey =
    "9c5d795d0297be56027a4b2464e3339763e6d3c1fb15805edfd024172ea4817d"
    "7081542596adb05d6140c170ac479edf7cfd5aa35357590acfe5d11a804d944e";
constexpr const char* kExampleValue = "0d1456fdda7b8ec7f9e5c794cd83194f0593e4ea";

struct Example {
    Entries entries;
    NodeSet nodes;
    Hash256 root;
    std::vector<Bytes> keys;  ///< some present, some absent
    StorageProof proof;       ///< of these
};

Example random_example(std::mt19937_64& random, StateVersion version, size_t max_entries) {
    Example out;
    for (size_t left = random_between(random, 1, max_entries); left > 0; --left) {
        out.entries[test::random_key(random)] = test::random_value(random);
    }
    out.root = out.nodes.build(out.entries, version);
    for (int i = 0; i < 3; ++i) {
        out.keys.push_back(
            std::next(out.entries.begin(), static_cast<ptrdiff_t>(random_between(random, 0, out.entries.size() - 1)))
                ->first);
        out.keys.push_back(test::random_key(random, 7));
    }
    out.proof = *generate_proof(out.root, out.nodes, out.keys);
    return out;
}

std::optional<Bytes> value_in(const Entries& entries, const Bytes& key) {
    const auto found = entries.find(key);
    return found == entries.end() ? std::nullopt : std::optional(found->second);
}

ProvenValues expected_values(const Example& example) {
    ProvenValues out;
    for (const Bytes& key : example.keys) out.push_back(value_in(example.entries, key));
    return out;
}

StorageProof without(const StorageProof& proof, size_t index) {
    std::vector<Bytes> items = proof.items();
    items.erase(items.begin() + static_cast<ptrdiff_t>(index));
    return StorageProof(std::move(items));
}

TEST(Proof, ShowsWhatIsThereAndWhatIsNot) {
    auto random = seeded_random();
    for (int round = 0; round < 300; ++round) {
        for (const StateVersion version : kVersions) {
            const Example example = random_example(random, version, 60);
            const auto values = read_proof_check(example.root, example.proof, example.keys);
            ASSERT_TRUE(values.has_value());
            EXPECT_EQ(*values, expected_values(example));
            const auto strict = read_proof_check_strict(example.root, example.proof.items(), example.keys);
            ASSERT_TRUE(strict.has_value()) << to_string(strict.error().error);
            EXPECT_EQ(*strict, *values);
        }
    }
}

TEST(Proof, EveryItemIsNeeded) {
    auto random = seeded_random();
    for (int round = 0; round < 100; ++round) {
        for (const StateVersion version : kVersions) {
            const Example example = random_example(random, version, 40);
            for (size_t i = 0; i < example.proof.items().size(); ++i) {
                const auto values = read_proof_check(example.root, without(example.proof, i), example.keys);
                ASSERT_FALSE(values.has_value());
                const bool is_root = hashing::blake2b_256(example.proof.items()[i]) == example.root;
                EXPECT_EQ(values.error().error, is_root ? ProofError::kWrongRoot : ProofError::kIncomplete);
                if (is_root) continue;
                // The named key is the first that needs the item: those before it can be read without.
                const std::span<const Bytes> before = std::span(example.keys).first(values.error().key_index);
                EXPECT_TRUE(read_proof_check(example.root, without(example.proof, i), before).has_value());
            }
        }
    }
}

TEST(Proof, NoFlippedBitChangesAnAnswer) {
    auto random = seeded_random();
    for (int round = 0; round < 10; ++round) {
        for (const StateVersion version : kVersions) {
            const Example example = random_example(random, version, 20);
            for (size_t i = 0; i < example.proof.items().size(); ++i) {
                std::vector<Bytes> items = example.proof.items();
                for (size_t bit = 0; bit < items[i].size() * 8; ++bit) {
                    items[i][bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
                    EXPECT_FALSE(read_proof_check(example.root, StorageProof(items), example.keys).has_value());
                    items[i][bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
                }
            }
        }
    }
}

TEST(Proof, ItemsThatNoKeyNeedsAreRefusedOnlyIfStrict) {
    auto random = seeded_random();
    const Example example = random_example(random, StateVersion::kV1, 30);
    std::vector<Bytes> items = example.proof.items();
    items.push_back(serinus::test::random_bytes(random, 50));
    EXPECT_TRUE(read_proof_check(example.root, StorageProof(items), example.keys).has_value());
    EXPECT_EQ(read_proof_check_strict(example.root, items, example.keys).error().error, ProofError::kUnusedItem);

    items.back() = items.front();
    EXPECT_TRUE(read_proof_check(example.root, StorageProof(items), example.keys).has_value());
    EXPECT_EQ(read_proof_check_strict(example.root, items, example.keys).error().error, ProofError::kDuplicateItem);
}

TEST(Proof, OfAnotherRootProvesNothing) {
    auto random = seeded_random();
    const Example example = random_example(random, StateVersion::kV0, 30);
    EXPECT_EQ(read_proof_check(Hash256{}, example.proof, example.keys).error(),
              (ProofFailure{ProofError::kWrongRoot, 0}));
}

TEST(Proof, OfTheEmptyTrieNeedsNoItem) {
    const std::vector<Bytes> keys = {{}, {1, 2}};
    const auto values = read_proof_check(empty_root(), StorageProof(), keys);
    ASSERT_TRUE(values.has_value());
    EXPECT_EQ(*values, ProvenValues(2));
}

TEST(Proof, AnItemThatIsNoNodeIsMalformed) {
    const Bytes bad = {0x01, 0x02};
    const std::vector<Bytes> keys = {{1}};
    const auto values = read_proof_check(hashing::blake2b_256(bad), StorageProof({bad}), keys);
    EXPECT_EQ(values.error(), (ProofFailure{ProofError::kMalformedNode, 0}));
}

TEST(Proof, OfPolkadotsGenesisIsRead) {
    const auto proof = StorageProof::decode(*from_hex(kExampleProof));
    ASSERT_TRUE(proof.has_value());
    const Hash256 root = *Hash256::from(*from_hex(kExampleRoot));
    const Bytes key = *from_hex(kExampleKey);
    Bytes longer = key;
    longer.push_back(0x25);
    const std::vector<Bytes> keys = {key, longer};
    const auto values = read_proof_check(root, *proof, keys);
    ASSERT_TRUE(values.has_value()) << to_string(values.error().error);
    EXPECT_EQ(*values, (ProvenValues{*from_hex(kExampleValue), std::nullopt}));
    EXPECT_TRUE(read_proof_check_strict(root, *decode_proof_items(*from_hex(kExampleProof)), keys).has_value());

    const std::vector<Bytes> unknown = {
        key, *from_hex("9c5d795d0297be56027a4b2464e3339763e6d3c1fb15805edfd024172ea4817d7000")};
    EXPECT_EQ(read_proof_check(root, *proof, unknown).error(), (ProofFailure{ProofError::kIncomplete, 1}));
}

TEST(Proof, NextKeysAreProvenOrMissing) {
    const auto proof = StorageProof::decode(*from_hex(kExampleProof));
    ProofSource source(*proof);
    const TrieReader reader(source, *Hash256::from(*from_hex(kExampleRoot)));
    const Bytes key = *from_hex(kExampleKey);
    const Bytes before(key.begin(), key.end() - 1);
    const auto next = reader.next_key(before);
    ASSERT_TRUE(next.has_value() && next->has_value());
    EXPECT_EQ(**next, key);
    EXPECT_EQ(reader.next_key({}).error(), ReadError::kMissing);
}

TEST(Proof, ARangeIsProvenByTheNodesThatAWalkMeets) {
    auto random = seeded_random();
    for (int round = 0; round < 50; ++round) {
        Example example = random_example(random, StateVersion::kV1, 60);
        const Bytes from = test::random_key(random, 3);
        const auto walk = [&](NodeSource& nodes) {
            TrieCursor cursor(nodes, example.root);
            EXPECT_TRUE(cursor.seek(from).has_value());
            Entries out;
            while (*cursor.next()) out[to_bytes(cursor.key())] = to_bytes(*cursor.value());
            return out;
        };
        Recording recording;
        RecordingSource recorded(example.nodes, recording);
        const Entries expected(example.entries.lower_bound(from), example.entries.end());
        EXPECT_EQ(walk(recorded), expected);
        const StorageProof proof = recording.proof();
        EXPECT_EQ(proof.items().size(), recording.item_count());
        ProofSource source(proof);
        EXPECT_EQ(walk(source), expected);
        EXPECT_EQ(source.unused_count(), 0u);
    }
}

// Spec: defn-child-storage-type
TEST(ChildProof, LeadsFromTheTopRootToTheChildsEntries) {
    auto random = seeded_random();
    for (const StateVersion version : kVersions) {
        Example child = random_example(random, version, 50);
        const Bytes name = {0xc1, 0xd2};
        Entries top = random_example(random, version, 50).entries;
        top[default_child_root_key(name)] = to_bytes(child.root.bytes);
        NodeSet top_nodes;
        const Hash256 root = top_nodes.build(top, version);

        const auto proof = generate_child_proof(root, top_nodes, child.nodes, name, child.keys);
        ASSERT_TRUE(proof.has_value());
        const auto values = read_child_proof_check(root, *proof, name, child.keys);
        ASSERT_TRUE(values.has_value());
        EXPECT_EQ(*values, expected_values(child));
        for (size_t i = 0; i < proof->items().size(); ++i) {
            EXPECT_FALSE(read_child_proof_check(root, without(*proof, i), name, child.keys).has_value());
        }

        const Bytes other = {0xc1, 0xd3};
        const auto absence = generate_child_proof(root, top_nodes, child.nodes, other, child.keys);
        ASSERT_TRUE(absence.has_value());
        EXPECT_EQ(*read_child_proof_check(root, *absence, other, child.keys), ProvenValues(child.keys.size()));
    }
}

TEST(StorageProof, IsNotGeneratedBeyondTheBoundOfItsBytes) {
    Entries entries;
    std::vector<Bytes> keys;
    for (uint8_t i = 0; i < 100; ++i) {
        keys.push_back({i, 1});
        entries[keys.back()] = Bytes(200, i);
    }
    NodeSet nodes;
    const Hash256 root = nodes.build(entries, StateVersion::kV1);
    const auto whole = generate_proof(root, nodes, keys);
    ASSERT_TRUE(whole.has_value());
    size_t bytes = 0;
    for (const Bytes& item : whole->items()) bytes += scale::compact_size(uint64_t{item.size()}) + item.size();
    EXPECT_EQ(generate_proof(root, nodes, keys, bytes), *whole);
    EXPECT_EQ(generate_proof(root, nodes, keys, bytes - 1).error(), ReadError::kProofTooLarge);
    EXPECT_EQ(generate_proof(root, nodes, keys, 0).error(), ReadError::kProofTooLarge);

    const Bytes name = {1};
    NodeSet top;
    const Hash256 top_root =
        top.build(Entries{{default_child_root_key(name), to_bytes(root.bytes)}}, StateVersion::kV1);
    EXPECT_TRUE(generate_child_proof(top_root, top, nodes, name, keys, 2 * bytes).has_value());
    EXPECT_EQ(generate_child_proof(top_root, top, nodes, name, keys, bytes).error(), ReadError::kProofTooLarge);
    EXPECT_EQ(generate_child_proof(top_root, top, nodes, name, keys, 0).error(), ReadError::kProofTooLarge);
}

TEST(ChildProof, ARootThatIsNoHashIsRefused) {
    const Bytes name = {1};
    NodeSet nodes;
    const Hash256 root = nodes.build(Entries{{default_child_root_key(name), Bytes(31, 1)}}, StateVersion::kV1);
    const std::vector<Bytes> keys = {{1}};
    EXPECT_EQ(generate_child_proof(root, nodes, nodes, name, keys).error(), ReadError::kMalformedNode);
    EXPECT_EQ(read_child_proof_check(root, StorageProof(nodes.items()), name, keys).error().error,
              ProofError::kInvalidChildRoot);
}

TEST(StorageProof, IsASetInBytes) {
    const StorageProof proof({{2, 3}, {1}, {2, 3}, {}});
    EXPECT_EQ(proof.items(), (std::vector<Bytes>{{}, {1}, {2, 3}}));
    const Bytes encoded = proof.encode();
    EXPECT_EQ(encoded, (Bytes{0x0c, 0x00, 0x04, 0x01, 0x08, 0x02, 0x03}));
    EXPECT_EQ(*StorageProof::decode(encoded), proof);
    EXPECT_EQ(*StorageProof::decode(Bytes{0x10, 0x08, 0x02, 0x03, 0x00, 0x08, 0x02, 0x03, 0x04, 0x01}), proof);
    for (size_t size = 0; size < encoded.size(); ++size) {
        EXPECT_FALSE(StorageProof::decode(BytesView(encoded).first(size)).has_value());
    }
    EXPECT_EQ(StorageProof::decode(Bytes{0x00, 0x00}).error(), scale::DecodeFault::kTrailingBytes);
    EXPECT_EQ(StorageProof::decode(Bytes{0x03, 0xff, 0xff, 0xff, 0xff}).error(), scale::DecodeFault::kLengthTooLarge);
    EXPECT_EQ(StorageProof::decode(Bytes(4 << 20, 0)).error(), scale::DecodeFault::kTrailingBytes);
    EXPECT_FALSE(StorageProof::from_distinct({{1}, {1}}).has_value());
}

TEST(StorageProof, OfTooManyItemsIsRefusedBeforeTheyAreRead) {
    Bytes encoded;
    scale::append_compact(encoded, kMaxProofItems + 1);
    encoded.resize(encoded.size() + kMaxProofItems + 1);
    EXPECT_EQ(StorageProof::decode(encoded).error(), scale::DecodeFault::kLengthTooLarge);
}

TEST(Proof, OfKusamasGenesisAgreesWithItsStateRoot) {
    const auto entries = test::genesis_entries("kusama.json");
    if (!entries) GTEST_SKIP() << serinus::test::kNoSharedData;
    const Json expected = Json::read(*serinus::test::shared_data("genesis/expected.json"))["kusama.json"];
    NodeSet nodes;
    const Hash256 root = nodes.build(*entries, StateVersion::kV0);
    EXPECT_EQ(root, test::hash_of(expected["stateRootV0"]));

    auto random = seeded_random();
    std::vector<Bytes> keys;
    for (int i = 0; i < 50; ++i) {
        const Bytes& key =
            std::next(entries->begin(), static_cast<ptrdiff_t>(random_between(random, 0, entries->size() - 1)))->first;
        keys.push_back(key);
        Bytes absent = key;
        absent[random_between(random, 0, absent.size() - 1)] ^= 0x11;
        keys.push_back(absent);
    }
    const auto proof = generate_proof(root, nodes, keys);
    ASSERT_TRUE(proof.has_value());
    const auto values = read_proof_check_strict(root, proof->items(), keys);
    ASSERT_TRUE(values.has_value());
    for (size_t i = 0; i < keys.size(); ++i) EXPECT_EQ((*values)[i], value_in(*entries, keys[i]));
}

TEST(Proof, ErrorsHaveNames) {
    for (uint8_t error = 1; error <= static_cast<uint8_t>(ProofError::kDuplicateItem); ++error) {
        EXPECT_STRNE(to_string(static_cast<ProofError>(error)), "unknown");
    }
}

}  // namespace
}  // namespace serinus::trie
