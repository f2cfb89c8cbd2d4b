#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "base/hex.hpp"
#include "chain/import/inherents.hpp"
#include "chain/import/refusal_reason.hpp"
#include "chain/import/refusal_test_support.hpp"
#include "consensus/babe/announced_epochs.hpp"
#include "consensus/babe/claim.hpp"
#include "consensus/babe/verifier.hpp"
#include "hashing/hashing.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"
#include "tests/support/random.hpp"

namespace serinus::consensus::babe {
namespace {

using chain::ChainError;
using chain::HeaderVerdict;
using chain::IsRefused;
using chain::RefusalReason;
using crypto::sr25519::KeyPair;
using primitives::Header;
using testing::HasSubstr;

/// The headers that were found good, as the block database has them.
class Headers final : public chain::Ancestry {
  public:
    Result<std::optional<Header>, ChainError> find_header(const Hash256& hash) override {
        ++lookups;
        const auto found = headers.find(hash);
        return found == headers.end() ? std::nullopt : std::optional(found->second);
    }
    Result<Bytes, ChainError> call_at_parent(std::string_view, BytesView) override {
        return Err(ChainError{ChainError::Kind::kRuntime, "BABE needs no call"});
    }

    std::map<Hash256, Header> headers;
    size_t lookups = 0;
};

/// A chain of headers that grows as far as the verifier lets it.
struct Chain {
    explicit Chain(Configuration genesis, Header genesis_header = {}, std::function<uint64_t()> now = {})
        : verifier(std::move(genesis), std::move(now)), best(std::move(genesis_header)) {}

    HeaderVerdict check(const Header& header) {
        const Hash256 parent_hash = primitives::header_hash(best);
        const Hash256 hash = primitives::header_hash(header);
        auto verdict = verifier.check({best, parent_hash, record, header, hash}, headers);
        if (!verdict)
            return {.refusal = chain::Refusal{RefusalReason::kUnknownParent, "failure: " + verdict.error().reason}};
        return *std::move(verdict);
    }

    HeaderVerdict add(const Header& header) {
        HeaderVerdict verdict = check(header);
        if (verdict.good()) {
            best = header;
            record = verdict.record;
            headers.headers[primitives::header_hash(header)] = header;
        }
        return verdict;
    }

    Verifier verifier;
    Headers headers;
    Header best;
    Bytes record;
};

// ---- The real Kusama

Header header_of(const test::Json& json) {
    auto header = scale::decode<Header>(json["headerScale"].hex());
    SERINUS_ASSERT(header.has_value());
    return *std::move(header);
}

/// The configuration of the genesis, from what is published of it.
Configuration kusama_genesis(const test::Json& block_1) {
    Configuration out{6000, 600, {1, 4}, {}, {}, AllowedSlots::kSecondaryPlain};
    for (const auto& key : block_1["babeAuthorities"].items()) {
        out.authorities.push_back({*crypto::sr25519::PublicKey::from(key.hex()), 1});
    }
    return out;
}

class Kusama : public testing::Test {
  protected:
    void SetUp() override {
        const auto first = test::shared_data("blocks/kusama-1.json");
        if (!first) GTEST_SKIP() << test::kNoSharedData;
        const test::Json json = test::Json::read(*first);
        genesis = kusama_genesis(json);
        headers = {header_of(test::Json::read(*test::shared_data("blocks/kusama-0-header.json"))), header_of(json),
                   header_of(test::Json::read(*test::shared_data("blocks/kusama-2-header.json")))};
    }
    Configuration genesis;
    std::vector<Header> headers;
};

// Spec: algo-verify-slot-winner, defn-babe-secondary-slots, defn-babe-header, algo-import-and-validate-block
TEST_F(Kusama, ItsFirstBlocksAreGood) {
    Chain chain(genesis, headers[0]);
    const HeaderVerdict first = chain.add(headers[1]);
    EXPECT_EQ(first.refusal, std::nullopt);
    EXPECT_EQ(first.weight, 0u);  // a secondary block
    EXPECT_EQ(chain.add(headers[2]).refusal, std::nullopt);
}

TEST_F(Kusama, NoBitOfItsFirstBlockCanBeFlipped) {
    Chain chain(genesis, headers[0]);
    const Bytes encoded = scale::encode(headers[1]);
    size_t undecodable = 0;
    for (size_t bit = 0; bit < encoded.size() * 8; ++bit) {
        Bytes flipped = encoded;
        flipped[bit / 8] ^= uint8_t(1 << bit % 8);
        const auto header = scale::decode<Header>(flipped);
        if (!header) {
            ++undecodable;
            continue;
        }
        EXPECT_NE(chain.check(*header).refusal, std::nullopt) << "bit " << bit;
    }
    EXPECT_LT(undecodable, 200u);
}

TEST_F(Kusama, ASlotToComeIsRefused) {
    const uint64_t slot_ms = 262493679ull * 6000;
    Chain early(genesis, headers[0], [&] { return slot_ms - 6001; });
    EXPECT_THAT(early.check(headers[1]).refusal, IsRefused(RefusalReason::kSlotInFuture, "is in the future"));
    Chain in_time(genesis, headers[0], [&] { return slot_ms - 6000; });
    EXPECT_EQ(in_time.check(headers[1]).refusal, std::nullopt);
}

// Anybody can write a header of the future; only the author can seal it.
TEST_F(Kusama, OfASlotToComeTheSealIsCheckedFirst) {
    Chain early(genesis, headers[0], [&] { return 262493679ull * 6000 - 6001; });
    Header changed = headers[1];
    changed.state_root.bytes[0] ^= 1;
    EXPECT_EQ(reason_of(early.check(changed).refusal), RefusalReason::kBadSeal);
}

// Spec: defn-inherent-data
TEST_F(Kusama, TheRuntimeIsToldTheTimeAndTheSlot) {
    using chain::InherentData;
    const uint64_t slot = 262493679;
    const uint64_t now = (slot + 5) * 6000 + 17;
    Chain by_clock(genesis, headers[0], [&] { return now; });
    EXPECT_EQ(
        scale::decode<InherentData>(by_clock.check(headers[1]).inherents),
        (InherentData{{chain::kTimestampInherent, scale::encode(now)}, {chain::kBabeInherent, scale::encode(slot)}}));
    Chain by_slots(genesis, headers[0]);
    EXPECT_EQ(scale::decode<InherentData>(by_slots.check(headers[1]).inherents)->at(chain::kTimestampInherent),
              scale::encode(slot * 6000));
}

// A block of 2025 with a VRF claim, by the epoch data of the light specification.
TEST(BabeClaim, ASecondaryVrfBlockOfKusama) {
    const auto expected_path = test::shared_data("light/expected.json");
    const auto spec_path = test::shared_data("light/kusama-light.json");
    if (!expected_path || !spec_path) GTEST_SKIP() << test::kNoSharedData;
    const test::Json expected = test::Json::read(*expected_path)["babe"];
    const test::Json spec = test::Json::read(*spec_path);
    const auto header = scale::decode<Header>(spec["lightSyncState"]["finalizedBlockHeader"].hex());
    ASSERT_TRUE(header);
    const auto digests = find_digests(*header);
    ASSERT_TRUE(digests && digests->claim);
    EXPECT_EQ(slot_of(*digests->claim), expected["slot"].unsigned_integer());
    EXPECT_EQ(authority_index_of(*digests->claim), expected["authorityIndex"].unsigned_integer());

    // Of 700 authorities only the author's key is in the file in the clear; the rest do not matter to the check.
    Epoch epoch;
    epoch.frame.index = expected["epochIndex"].unsigned_integer();
    epoch.frame.config = {{1, 4}, AllowedSlots::kSecondaryVrf};
    epoch.authorities.resize(expected["authorities"].unsigned_integer());
    epoch.authorities[491].key = *crypto::sr25519::PublicKey::from(expected["authorityPublic"].hex());
    const Bytes randomness = expected["randomness"].hex();
    std::copy(randomness.begin(), randomness.end(), epoch.randomness.begin());
    EXPECT_EQ(check_claim(*header, *digests->claim, epoch), std::nullopt);

    ++epoch.frame.index;
    EXPECT_THAT(check_claim(*header, *digests->claim, epoch), IsRefused(RefusalReason::kNotTheAuthor, "VRF proof"));
    --epoch.frame.index;
    epoch.frame.config.allowed_slots = AllowedSlots::kSecondaryPlain;
    EXPECT_THAT(check_claim(*header, *digests->claim, epoch),
                IsRefused(RefusalReason::kNotTheAuthor, "secondary slot with VRF"));
    epoch.frame.config.allowed_slots = AllowedSlots::kSecondaryVrf;
    epoch.randomness[0] ^= 1;
    EXPECT_THAT(check_claim(*header, *digests->claim, epoch), IsRefused(RefusalReason::kNotTheAuthor, "who must be"));
}

// ---- Rules

std::vector<Authority> with_weights(const std::vector<uint64_t>& weights) {
    std::vector<Authority> out(weights.size());
    for (size_t i = 0; i < weights.size(); ++i) out[i].weight = weights[i];
    return out;
}

// Spec: defn-winning-threshold, defn-babe-constant
// Observed: polkadot v1.0.0: the value for one of two authorities with c = 1/4 is 2^128 (1 - sqrt(3/4)) in double
// precision.
TEST(BabeThreshold, IsTheShareOfTheSpaceThatWins) {
    const auto two = with_weights({1, 1});
    const uint128_t threshold = primary_threshold({1, 4}, two, 0);
    const double share = static_cast<double>(threshold) / std::ldexp(1.0, 128);
    EXPECT_DOUBLE_EQ(share, 1 - std::sqrt(0.75));
    EXPECT_EQ(threshold & ((uint128_t{1} << 72) - 1), 0u);  // 53 bits of a number between 2^-3 and 2^-2
    EXPECT_EQ(primary_threshold({1, 4}, two, 1), threshold);
    // One authority alone wins with the probability c.
    EXPECT_EQ(primary_threshold({1, 4}, with_weights({7}), 0), uint128_t{1} << 126);
    EXPECT_EQ(primary_threshold({1, 1}, with_weights({7}), 0), max_value<uint128_t>());
    EXPECT_GT(primary_threshold({1, 4}, with_weights({3, 1}), 0), primary_threshold({1, 4}, with_weights({3, 1}), 1));
}

TEST(BabeThreshold, NobodyWinsWithoutWeightOrRate) {
    EXPECT_EQ(primary_threshold({1, 0}, with_weights({1}), 0), 0u);
    EXPECT_EQ(primary_threshold({0, 4}, with_weights({1}), 0), 0u);
    EXPECT_EQ(primary_threshold({1, 4}, with_weights({1}), 1), 0u);
    EXPECT_EQ(primary_threshold({1, 4}, with_weights({0, 0}), 0), 0u);
    EXPECT_EQ(primary_threshold({1, 4}, with_weights({0, 5}), 0), 0u);
}

// ---- A chain of our own, with keys that we have

constexpr uint64_t kEpochLength = 10;

struct Authorities {
    Authorities() {
        for (uint8_t i = 0; i < 3; ++i) {
            crypto::sr25519::MiniSecret secret;
            secret.reveal_mutable()[0] = uint8_t(i + 1);
            keys.push_back(crypto::sr25519::expand(secret));
        }
    }
    std::vector<Authority> list(size_t count = 3) const {
        std::vector<Authority> out;
        for (size_t i = 0; i < count; ++i) out.push_back({keys[i].public_key, 1});
        return out;
    }
    std::vector<KeyPair> keys;
};

struct Wish {
    Slot slot = 0;
    std::optional<NextEpoch> announce = std::nullopt;
    std::optional<NextConfigV1> configure = std::nullopt;
    bool primary = false;
    uint64_t epoch_index = 0;
    Randomness randomness{};
    uint32_t authority_count = 3;
    AllowedSlots allowed = AllowedSlots::kSecondaryPlain;
};

void add_log(Header& header, const ConsensusLog& log) {
    header.digest.emplace_back(primitives::digest::Consensus{primitives::kBabeEngine, scale::encode(log)});
}

void seal(Header& header, const KeyPair& key) {
    const Hash256 hash = primitives::header_hash(header);
    const auto signature = crypto::sr25519::sign(key, hash.bytes, {});
    header.digest.emplace_back(primitives::digest::Seal{primitives::kBabeEngine, to_bytes(signature.bytes)});
}

/// A child of `parent` that a true author makes for the slot; a primary one by whoever wins it, if anyone does.
std::optional<Header> author(const Header& parent, const Authorities& authorities, const Wish& wish) {
    Header header;
    header.parent_hash = primitives::header_hash(parent);
    header.number = parent.number.value + 1;
    uint32_t index = *secondary_author(wish.slot, wish.authority_count, wish.randomness);
    PreDigest claim = SecondaryPlain{index, wish.slot};
    if (wish.primary) {
        const auto list = authorities.list(wish.authority_count);
        bool won = false;
        for (index = 0; index < wish.authority_count && !won; ++index) {
            const auto transcript = crypto::vrf::babe_transcript(wish.randomness, wish.slot, wish.epoch_index);
            const auto in_out = crypto::vrf::evaluate(authorities.keys[index], transcript);
            if (crypto::vrf::babe_score(in_out) >= primary_threshold({1, 4}, list, index)) continue;
            claim = Primary{index, wish.slot, crypto::vrf::sign(authorities.keys[index], transcript, {})};
            won = true;
            break;
        }
        if (!won) return std::nullopt;
    } else if (wish.allowed == AllowedSlots::kSecondaryVrf) {
        const auto transcript = crypto::vrf::babe_transcript(wish.randomness, wish.slot, wish.epoch_index);
        claim = SecondaryVrf{index, wish.slot, crypto::vrf::sign(authorities.keys[index], transcript, {})};
    }
    header.digest.emplace_back(primitives::digest::PreRuntime{primitives::kBabeEngine, scale::encode(claim)});
    if (wish.announce) add_log(header, *wish.announce);
    if (wish.configure) add_log(header, NextConfig(*wish.configure));
    seal(header, authorities.keys[index]);
    return header;
}

class OwnChain : public testing::Test {
  protected:
    OwnChain() : chain({6000, kEpochLength, {1, 4}, authorities.list(), {}, AllowedSlots::kSecondaryPlain}) {}

    NextEpoch epoch(uint8_t randomness, size_t count = 3) {
        NextEpoch out{authorities.list(count), {}};
        out.randomness[0] = randomness;
        return out;
    }
    static Randomness random(uint8_t first) {
        Randomness out{};
        out[0] = first;
        return out;
    }
    chain::MaybeRefusal add(const Wish& wish) {
        const auto header = author(chain.best, authorities, wish);
        if (!header) return chain::Refusal{RefusalReason::kNotTheAuthor, "nobody wins the slot"};
        return chain.add(*header).refusal;
    }

    Authorities authorities;
    Chain chain;
};

// Spec: defn-epoch-slot, defn-epoch-duration, defn-consensus-message-babe
TEST_F(OwnChain, TheEpochThatWasAnnouncedFollows) {
    EXPECT_EQ(add({.slot = 1000, .announce = epoch(1, 2)}), std::nullopt);
    EXPECT_EQ(add({.slot = 1009}), std::nullopt);  // the last slot of epoch 0
    // Epoch 1 has other randomness and two authorities.
    EXPECT_EQ(add({.slot = 1010, .announce = epoch(2), .randomness = random(1), .authority_count = 2}), std::nullopt);
    EXPECT_EQ(add({.slot = 1015, .randomness = random(1), .authority_count = 2}), std::nullopt);
    EXPECT_EQ(add({.slot = 1021, .announce = epoch(3), .randomness = random(2)}), std::nullopt);
    EXPECT_EQ(add({.slot = 1022, .randomness = random(2)}), std::nullopt);
    EXPECT_LE(chain.headers.lookups, 3u);  // one for each epoch that was announced
}

TEST_F(OwnChain, AnnouncementsAreForFirstBlocksOnly) {
    EXPECT_THAT(add({.slot = 1000}), IsRefused(RefusalReason::kBadDigest, "does not announce the next one"));
    EXPECT_EQ(add({.slot = 1000, .announce = epoch(1)}), std::nullopt);
    EXPECT_THAT(add({.slot = 1001, .announce = epoch(1)}),
                IsRefused(RefusalReason::kBadDigest, "is not the first block of epoch 0"));
    EXPECT_THAT(add({.slot = 1001, .configure = NextConfigV1{}}),
                IsRefused(RefusalReason::kBadDigest, "changes the configuration"));
    EXPECT_THAT(add({.slot = 1010, .randomness = random(1)}),
                IsRefused(RefusalReason::kBadDigest, "first block of epoch 1"));
}

TEST_F(OwnChain, SlotsAscend) {
    EXPECT_EQ(add({.slot = 1000, .announce = epoch(1)}), std::nullopt);
    EXPECT_THAT(add({.slot = 1000}), IsRefused(RefusalReason::kBadSlot, "is not after its parent's, 1000"));
    EXPECT_THAT(add({.slot = 999}), IsRefused(RefusalReason::kBadSlot, "is not after its parent's, 1000"));
}

// Observed: polkadot v1.0.0: what was announced for the first epoch that is skipped is what the block after the gap
// goes by.
TEST_F(OwnChain, EpochsWithoutBlocksAreSkipped) {
    EXPECT_EQ(add({.slot = 1000, .announce = epoch(1)}), std::nullopt);
    EXPECT_EQ(add({.slot = 1047, .announce = epoch(2), .randomness = random(1)}),
              std::nullopt);  // epoch 4: 1040 to 1049
    EXPECT_EQ(add({.slot = 1049, .randomness = random(1)}), std::nullopt);
    EXPECT_EQ(add({.slot = 1050, .announce = epoch(3), .randomness = random(2)}), std::nullopt);
    // The index counts them: a VRF claim has it in its transcript.
    Slot slot = 1051;
    chain::MaybeRefusal primary;
    do {
        primary = add({.slot = slot++, .primary = true, .epoch_index = 5, .randomness = random(2)});
    } while (text_of(primary) == "nobody wins the slot" && slot < 1060);
    EXPECT_EQ(primary, std::nullopt);
}

TEST_F(OwnChain, AConfigurationHoldsFromTheNextEpochOnUntilItChanges) {
    const NextConfigV1 with_vrf{{1, 4}, AllowedSlots::kSecondaryVrf};
    EXPECT_EQ(add({.slot = 1000, .announce = epoch(1), .configure = with_vrf}), std::nullopt);
    EXPECT_EQ(add({.slot = 1001}), std::nullopt);  // still plain
    EXPECT_THAT(add({.slot = 1010, .announce = epoch(2), .randomness = random(1)}),
                IsRefused(RefusalReason::kNotTheAuthor, "plain secondary slot"));
    EXPECT_EQ(add({.slot = 1010,
                   .announce = epoch(2),
                   .epoch_index = 1,
                   .randomness = random(1),
                   .allowed = AllowedSlots::kSecondaryVrf}),
              std::nullopt);
    EXPECT_EQ(add({.slot = 1020,
                   .announce = epoch(3),
                   .epoch_index = 2,
                   .randomness = random(2),
                   .allowed = AllowedSlots::kSecondaryVrf}),
              std::nullopt);
}

// Spec: defn-babe-vrf-transcript
TEST_F(OwnChain, PrimaryBlocksHaveWeight) {
    EXPECT_EQ(add({.slot = 1000, .announce = epoch(1)}), std::nullopt);
    uint64_t weight = 0;
    for (Slot slot = 1001; slot < 1010; ++slot) {
        const auto header = author(chain.best, authorities, {.slot = slot, .primary = true});
        if (!header) continue;
        const auto verdict = chain.add(*header);
        EXPECT_EQ(verdict.refusal, std::nullopt);
        EXPECT_EQ(verdict.weight, ++weight);
    }
    EXPECT_GT(weight, 0u);
}

TEST_F(OwnChain, WhoHasNotWonIsRefused) {
    EXPECT_EQ(add({.slot = 1000, .announce = epoch(1)}), std::nullopt);
    for (Slot slot = 1001; slot < 1010; ++slot) {
        for (uint32_t index = 0; index < 3; ++index) {
            const auto transcript = crypto::vrf::babe_transcript({}, slot, 0);
            const auto in_out = crypto::vrf::evaluate(authorities.keys[index], transcript);
            const bool won = crypto::vrf::babe_score(in_out) < primary_threshold({1, 4}, authorities.list(), index);
            Header header{.parent_hash = primitives::header_hash(chain.best),
                          .number = chain.best.number.value + 1,
                          .state_root = {},
                          .extrinsics_root = {},
                          .digest = {}};
            const PreDigest claim = Primary{index, slot, crypto::vrf::sign(authorities.keys[index], transcript, {})};
            header.digest.emplace_back(primitives::digest::PreRuntime{primitives::kBabeEngine, scale::encode(claim)});
            seal(header, authorities.keys[index]);
            const auto refusal = chain.check(header).refusal;
            EXPECT_EQ(refusal == std::nullopt, won) << text_of(refusal);
            if (!won) EXPECT_THAT(refusal, IsRefused(RefusalReason::kNotTheAuthor, "not below the threshold"));
        }
    }
}

TEST_F(OwnChain, EachFaultOfASealHasItsReason) {
    EXPECT_EQ(add({.slot = 1000, .announce = epoch(1)}), std::nullopt);
    const Header good = *author(chain.best, authorities, {.slot = 1001});
    EXPECT_EQ(chain.check(good).refusal, std::nullopt);

    Header unsealed = good;
    primitives::take_seal(unsealed);
    EXPECT_THAT(chain.check(unsealed).refusal, IsRefused(RefusalReason::kBadSeal, "it has no seal"));

    Header other = unsealed;
    other.digest.emplace_back(primitives::digest::Seal{primitives::kAuraEngine, Bytes(64)});
    EXPECT_THAT(chain.check(other).refusal, IsRefused(RefusalReason::kBadSeal, "its seal is not of BABE"));

    Header cut = unsealed;
    cut.digest.emplace_back(primitives::digest::Seal{primitives::kBabeEngine, Bytes(63)});
    EXPECT_THAT(chain.check(cut).refusal, IsRefused(RefusalReason::kBadSeal, "63 bytes, less than 64"));

    const uint32_t right = *secondary_author(1001, 3, {});
    Header wrong_key = unsealed;
    seal(wrong_key, authorities.keys[(right + 1) % 3]);
    EXPECT_THAT(chain.check(wrong_key).refusal, IsRefused(RefusalReason::kBadSeal, "is not the signature of"));

    const auto claimed_by = [&](uint32_t index) {
        Header header = unsealed;
        header.digest.clear();
        const PreDigest claim = SecondaryPlain{index, 1001};
        header.digest.emplace_back(primitives::digest::PreRuntime{primitives::kBabeEngine, scale::encode(claim)});
        seal(header, authorities.keys[index % 3]);
        return chain.check(header).refusal;
    };
    EXPECT_THAT(claimed_by((right + 1) % 3),
                IsRefused(RefusalReason::kNotTheAuthor, "who must be authority " + std::to_string(right)));
    EXPECT_THAT(claimed_by(3), IsRefused(RefusalReason::kNotTheAuthor, "its epoch has 3"));

    Header twice = unsealed;
    twice.digest.push_back(twice.digest.front());
    EXPECT_THAT(chain.check(twice).refusal, IsRefused(RefusalReason::kBadDigest, "two BABE pre-digests"));
    Header none = good;
    none.digest.erase(none.digest.begin());
    EXPECT_THAT(chain.check(none).refusal, IsRefused(RefusalReason::kBadDigest, "no BABE pre-digest"));
    Header garbled = good;
    std::get<primitives::digest::PreRuntime>(garbled.digest.front()).data = Bytes{9};
    EXPECT_THAT(chain.check(garbled).refusal, IsRefused(RefusalReason::kBadDigest, "no BABE pre-digest"));

    // Bytes behind a value are not looked at. Observed: so polkadot-stable2407 decodes digest items
    Header longer = unsealed;
    append(std::get<primitives::digest::PreRuntime>(longer.digest.front()).data, Bytes{1});
    seal(longer, authorities.keys[right]);
    append(std::get<primitives::digest::Seal>(longer.digest.back()).data, Bytes{1});
    EXPECT_EQ(chain.check(longer).refusal, std::nullopt);
}

/// The start of a child of the best block that makes this claim.
Header claiming(const Chain& chain, const PreDigest& claim) {
    Header header;
    header.parent_hash = primitives::header_hash(chain.best);
    header.number = chain.best.number.value + 1;
    header.digest.emplace_back(primitives::digest::PreRuntime{primitives::kBabeEngine, scale::encode(claim)});
    return header;
}

// Spec: algo-verify-slot-winner, defn-babe-secondary-slots
TEST_F(OwnChain, EachFaultOfAClaimHasItsReason) {
    const auto proof = [&](uint32_t index, Slot slot, uint64_t epoch_index, const Randomness& randomness) {
        const auto transcript = crypto::vrf::babe_transcript(randomness, slot, epoch_index);
        return crypto::vrf::sign(authorities.keys[index], transcript, {});
    };
    const auto refusal = [&](const PreDigest& claim, const std::optional<NextEpoch>& announce = {}) {
        Header header = claiming(chain, claim);
        if (announce) add_log(header, *announce);
        seal(header, authorities.keys[authority_index_of(claim)]);
        return chain.check(header).refusal;
    };
    const NextConfigV1 with_vrf{{1, 4}, AllowedSlots::kSecondaryVrf}, primary_only{{1, 4}, AllowedSlots::kPrimary};
    EXPECT_EQ(add({.slot = 1000, .announce = epoch(1), .configure = with_vrf}), std::nullopt);

    // Epoch 0 has plain secondary slots.
    const uint32_t turn = *secondary_author(1001, 3, {});
    EXPECT_EQ(refusal(SecondaryPlain{turn, 1001}), std::nullopt);
    EXPECT_THAT(refusal(SecondaryVrf{turn, 1001, proof(turn, 1001, 0, {})}),
                IsRefused(RefusalReason::kNotTheAuthor, "secondary slot with VRF"));
    for (uint32_t index = 0; index < 3; ++index) {
        EXPECT_THAT(refusal(Primary{index, 1001, proof(index, 1002, 0, {})}),
                    IsRefused(RefusalReason::kNotTheAuthor, "VRF proof"))
            << "of a slot";
        EXPECT_THAT(refusal(Primary{index, 1001, proof(index, 1001, 1, {})}),
                    IsRefused(RefusalReason::kNotTheAuthor, "VRF proof"))
            << "of an epoch";
        EXPECT_THAT(refusal(Primary{index, 1001, proof((index + 1) % 3, 1001, 0, {})}),
                    IsRefused(RefusalReason::kNotTheAuthor, "VRF proof"));
    }

    // Epoch 1 has secondary slots with VRF.
    const Randomness of_1 = random(1);
    const uint32_t next = *secondary_author(1010, 3, of_1), other = (next + 1) % 3;
    EXPECT_EQ(refusal(SecondaryVrf{next, 1010, proof(next, 1010, 1, of_1)}, epoch(2)), std::nullopt);
    EXPECT_THAT(refusal(SecondaryPlain{next, 1010}, epoch(2)),
                IsRefused(RefusalReason::kNotTheAuthor, "plain secondary slot"));
    EXPECT_THAT(refusal(SecondaryVrf{other, 1010, proof(other, 1010, 1, of_1)}, epoch(2)),
                IsRefused(RefusalReason::kNotTheAuthor, "who must be"));
    EXPECT_THAT(refusal(SecondaryVrf{next, 1010, proof(next, 1011, 1, of_1)}, epoch(2)),
                IsRefused(RefusalReason::kNotTheAuthor, "VRF proof"));
    EXPECT_THAT(refusal(SecondaryVrf{next, 1010, proof(next, 1010, 0, of_1)}, epoch(2)),
                IsRefused(RefusalReason::kNotTheAuthor, "VRF proof"));

    // Epoch 2 has none.
    EXPECT_EQ(add({.slot = 1010,
                   .announce = epoch(2),
                   .configure = primary_only,
                   .epoch_index = 1,
                   .randomness = of_1,
                   .allowed = AllowedSlots::kSecondaryVrf}),
              std::nullopt);
    const Randomness of_2 = random(2);
    const uint32_t other_author = *secondary_author(1020, 3, of_2);
    EXPECT_THAT(refusal(SecondaryPlain{other_author, 1020}, epoch(3)),
                IsRefused(RefusalReason::kNotTheAuthor, "plain secondary slot"));
    EXPECT_THAT(refusal(SecondaryVrf{other_author, 1020, proof(other_author, 1020, 2, of_2)}, epoch(3)),
                IsRefused(RefusalReason::kNotTheAuthor, "secondary slot with VRF"));
}

// Spec: defn-consensus-message-babe
TEST_F(OwnChain, EachFaultOfADigestHasItsReason) {
    const auto refusal = [&](const std::vector<primitives::DigestItem>& more) {
        Header header = *author(chain.best, authorities, {.slot = 1000, .announce = epoch(1)});
        primitives::take_seal(header);
        header.digest.insert(header.digest.end(), more.begin(), more.end());
        seal(header, authorities.keys[*secondary_author(1000, 3, {})]);
        return chain.check(header).refusal;
    };
    const auto log = [](const ConsensusLog& one) {
        return primitives::digest::Consensus{primitives::kBabeEngine, scale::encode(one)};
    };
    const auto config = log(NextConfig(NextConfigV1{{1, 4}, AllowedSlots::kPrimary}));
    EXPECT_EQ(refusal({}), std::nullopt);
    EXPECT_EQ(refusal({config, log(OnDisabled{1}), log(OnDisabled{2})}), std::nullopt);
    EXPECT_THAT(refusal({log(epoch(2))}), IsRefused(RefusalReason::kBadDigest, "two next epochs"));
    EXPECT_THAT(refusal({config, config}), IsRefused(RefusalReason::kBadDigest, "two configurations"));
    const auto item = [](const Bytes& data) { return primitives::digest::Consensus{primitives::kBabeEngine, data}; };
    // What other engines say is no matter of BABE's.
    EXPECT_EQ(refusal({primitives::digest::Consensus{primitives::kGrandpaEngine, Bytes{9}},
                       primitives::digest::PreRuntime{primitives::kAuraEngine, Bytes{9}}}),
              std::nullopt);

    // Items of later upgrades are ignored: an unknown log, a log that is cut, an unknown version of a configuration, an
    // unknown claim. Observed: find_next_epoch_digest of sc_consensus_babe, polkadot-stable2407
    const Bytes next_epoch = scale::encode(ConsensusLog(epoch(2)));
    EXPECT_EQ(refusal({item({4, 1, 2, 3}), item({}), item({next_epoch.begin(), next_epoch.end() - 1}), item({3, 2}),
                       item({3, 2}), primitives::digest::PreRuntime{primitives::kBabeEngine, Bytes{9, 1}}}),
              std::nullopt);
    // With bytes behind it a known log is known.
    EXPECT_THAT(refusal({item(concat(next_epoch, Bytes{0}))}), IsRefused(RefusalReason::kBadDigest, "two next epochs"));
    // A claim whose VRF proof has a scalar that is not reduced cannot be decoded.
    Primary claim{0, 1000, {}};
    EXPECT_THAT(refusal({primitives::digest::PreRuntime{primitives::kBabeEngine, scale::encode(PreDigest(claim))}}),
                IsRefused(RefusalReason::kBadDigest, "two BABE pre-digests"));
    claim.vrf.proof.bytes.fill(0xff);
    EXPECT_EQ(refusal({primitives::digest::PreRuntime{primitives::kBabeEngine, scale::encode(PreDigest(claim))}}),
              std::nullopt);
}

// A clock that is late by less than a slot is no fault of the author.
TEST_F(OwnChain, ASlotToComeIsRefused) {
    uint64_t now_ms = 0;
    Chain with_clock({6000, kEpochLength, {1, 4}, authorities.list(), {}, AllowedSlots::kSecondaryPlain}, {},
                     [&] { return now_ms; });
    const Header block = *author({}, authorities, {.slot = 1000, .announce = epoch(1)});
    for (const auto& [now, good] : {std::pair{998 * 6000, false}, {999 * 6000 - 1, false}, {999 * 6000, true}}) {
        now_ms = static_cast<uint64_t>(now);
        EXPECT_EQ(reason_of(with_clock.check(block).refusal),
                  good ? std::nullopt : std::optional(RefusalReason::kSlotInFuture));
    }
}

// Spec: defn-epoch-slot, defn-epoch-duration. Epoch 7 begins with slot 100 and has ten slots.
TEST(BabeEpochs, TheEpochOfASlot) {
    const Configuration genesis{6000, 10, {1, 4}, {}, {}, AllowedSlots::kPrimary};
    EpochRecord parent;
    parent.current = {.index = 7, .start_slot = 100, .announced_by = Hash256{{7}}, .config = {}};
    parent.next_announced_by = Hash256{{8}};
    parent.next_config = {{1, 2}, AllowedSlots::kSecondaryVrf};
    struct Case {
        Slot slot;
        uint64_t index;
        Slot start_slot;
    };
    for (const Case& one : {Case{101, 7, 100},
                            {109, 7, 100},
                            {110, 8, 110},
                            {119, 8, 110},
                            {120, 9, 120},
                            {129, 9, 120},
                            {1000, 97, 1000}}) {
        const EpochOfBlock found = epoch_of(parent, one.slot, genesis);
        EXPECT_EQ(found.frame.index, one.index) << one.slot;
        EXPECT_EQ(found.frame.start_slot, one.start_slot) << one.slot;
        EXPECT_EQ(found.is_first, one.index != 7) << one.slot;
        // No block announced an epoch that lies between: the next epoch's data hold.
        EXPECT_EQ(found.frame.announced_by, found.is_first ? parent.next_announced_by : parent.current.announced_by);
        EXPECT_EQ(found.frame.config, found.is_first ? parent.next_config : parent.current.config);
    }
    EXPECT_EQ(epoch_of(std::nullopt, 5000, genesis).frame.start_slot, 5000u) << "epoch 0 begins with its first block";
    EXPECT_TRUE(epoch_of(std::nullopt, 5000, genesis).is_first);
}

TEST(BabeEpochs, FewAnnouncementsAreKept) {
    AnnouncedEpochs epochs({});
    size_t lookups = 0;
    Header announcing;
    add_log(announcing, NextEpoch{});
    const AnnouncedEpochs::Lookup find{.find_header = [&](const Hash256&) -> Result<std::optional<Header>, ChainError> {
                                           ++lookups;
                                           return std::optional(announcing);
                                       },
                                       .find_aux = {}};
    const auto look = [&](uint8_t block) { EXPECT_TRUE(epochs.find(Hash256{{block}}, find)); };
    for (const uint8_t block : Bytes{1, 2, 3, 4, 1, 2, 3, 4}) look(block);
    EXPECT_EQ(lookups, 4u) << "two for each of two branches";
    look(5);
    look(2);
    EXPECT_EQ(lookups, 5u);
    look(1);
    EXPECT_EQ(lookups, 6u) << "the oldest has made room";
}

// Spec: sect-rte-babeapi-epoch. The encoding is that of the Substrate client's BabeGenesisConfiguration.
TEST(BabeConfiguration, IsDecodedInBothForms) {
    using namespace literals;
    const std::string start =
        "7017000000000000"
        "5802000000000000"
        "0100000000000000"
        "0400000000000000"
        "04";
    const std::string authority = std::string(64, 'a') + "0100000000000000";
    for (const char* last : {"00", "01", "02"}) {
        const Bytes bytes = *from_hex(start + authority + std::string(64, 'b') + last);
        const auto configuration = scale::decode<Configuration>(bytes);
        ASSERT_TRUE(configuration);
        EXPECT_EQ(configuration->slot_duration_ms, 6000u);
        EXPECT_EQ(configuration->epoch_length, 600u);
        EXPECT_EQ(configuration->authorities.size(), 1u);
        EXPECT_EQ(static_cast<int>(configuration->allowed_slots), last[1] - '0');
        EXPECT_EQ(scale::encode(*configuration), bytes);
    }
}

}  // namespace
}  // namespace serinus::consensus::babe
