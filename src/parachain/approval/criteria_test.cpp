// Assignments by VRF.
// Observed: polkadot-node-core-approval-voting 36.0.0, criteria.rs
#include "parachain/approval/criteria.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "base/hex.hpp"
#include "parachain/approval/approval_test_vectors.hpp"
#include "tests/support/random.hpp"

namespace serinus::parachain {
namespace {

namespace sr25519 = crypto::sr25519;

sr25519::KeyPair key_of(uint8_t byte) {
    ByteArray<32> seed;
    seed.fill(byte);
    return sr25519::expand(sr25519::MiniSecret(seed));
}
RelayVrfStory story_of(uint8_t byte) {
    RelayVrfStory out;
    out.fill(byte);
    return out;
}
VrfSignature signature_of(std::string_view pre_output, std::string_view proof) {
    VrfSignature out;
    std::ranges::copy(from_hex(pre_output).value(), out.pre_output.begin());
    std::ranges::copy(from_hex(proof).value(), out.proof.begin());
    return out;
}
std::vector<LeavingCore> cores(const std::set<uint32_t>& numbers, GroupIndex group = {1}) {
    std::vector<LeavingCore> out;
    out.reserve(numbers.size());
    for (const uint32_t number : numbers) out.push_back({{}, {number}, group});
    return out;
}
/// Validator 0 has the key of the vectors, and is in group 0.
AssignmentConfig config_of(uint32_t core_count, uint32_t samples) {
    return {{key_of(7).public_key, key_of(8).public_key}, {{{0}}, {{1}}}, core_count, 10, samples, 89};
}
struct RandomDraw {
    std::mt19937_64 random{1};
    ByteArray<32> operator()() {
        ByteArray<32> out;
        for (auto& byte : out) byte = static_cast<uint8_t>(random());
        return out;
    }
};

// The judge: certificates of the reference's libraries.
TEST(AssignmentVectors, CompactCertificatesAreTrue) {
    EXPECT_EQ(to_hex(key_of(7).public_key.bytes), vectors::kPublic);
    for (const auto& vector : vectors::kModulo) {
        std::set<uint32_t> drawn;
        std::istringstream words{std::string(vector.drawn)};
        for (uint32_t core = 0; words >> core;) drawn.insert(core);
        Bits bits(*drawn.rbegin() + 1);
        for (const uint32_t core : drawn) bits.set(core, true);
        const AssignmentConfig config = config_of(vector.cores, vector.samples);
        AssignmentCert cert{{AssignmentCertKind::RelayVrfModuloCompact{bits}},
                            signature_of(vector.pre_output, vector.proof)};
        const auto story = story_of(vector.story);
        const auto checked = check_assignment(cores(drawn), {0}, config, story, cert);
        ASSERT_TRUE(checked) << to_string(checked.error());
        EXPECT_EQ(checked.value(), 0u);

        // Ours names the same cores, with the same output.
        const auto own = compute_assignments(key_of(7), {0}, config, story, cores(drawn), RandomDraw());
        ASSERT_EQ(own.size(), drawn.size());
        EXPECT_EQ(own.begin()->second.cert.kind, cert.kind);
        EXPECT_EQ(own.begin()->second.cert.vrf.pre_output, cert.vrf.pre_output);

        EXPECT_EQ(check_assignment(cores(drawn), {0}, config, story_of(99), cert).error(),
                  InvalidAssignment::kBadProof);
        EXPECT_EQ(check_assignment(cores(drawn), {1}, config, story, cert).error(), InvalidAssignment::kOwnGroup);
        EXPECT_EQ(check_assignment(cores(drawn, {0}), {1}, config, story, cert).error(), InvalidAssignment::kBadProof);
        EXPECT_EQ(check_assignment(cores(drawn), {2}, config, story, cert).error(),
                  InvalidAssignment::kNoSuchValidator);
        cert.vrf.proof[40] ^= 1;
        EXPECT_EQ(check_assignment(cores(drawn), {0}, config, story, cert).error(), InvalidAssignment::kBadProof);
    }
}

TEST(AssignmentVectors, DelayCertificatesAreTrue) {
    const auto story = story_of(vectors::kDelayStory);
    for (const auto& vector : vectors::kDelay) {
        const AssignmentConfig config = config_of(300, 6);
        const AssignmentCert cert{{AssignmentCertKind::RelayVrfDelay{{vector.core}}},
                                  signature_of(vector.pre_output, vector.proof)};
        const auto checked = check_assignment(cores({vector.core}), {0}, config, story, cert);
        ASSERT_TRUE(checked) << to_string(checked.error());
        const uint32_t wide = vector.word % 99;
        EXPECT_EQ(checked.value(), wide < 10 ? 0 : wide - 10);
        const auto own = compute_assignments(key_of(7), {0}, config, story, cores({vector.core}), RandomDraw());
        if (std::holds_alternative<AssignmentCertKind::RelayVrfDelay>(own.at({vector.core}).cert.kind.v)) {
            EXPECT_EQ(own.at({vector.core}).cert.vrf.pre_output, cert.vrf.pre_output);
            EXPECT_EQ(own.at({vector.core}).tranche, checked.value());
        }
        const uint32_t other = vector.core == 0 ? 1 : 0;
        EXPECT_EQ(check_assignment(cores({other}), {0}, config, story, cert).error(), InvalidAssignment::kOtherCores);
        EXPECT_EQ(check_assignment(cores({vector.core, other}), {0}, config, story, cert).error(),
                  InvalidAssignment::kNothingClaimed);
    }
}

TEST(AssignmentVectors, TheStoryIsThatOfTheBlocksVrf) {
    const auto pre_output = crypto::vrf::PreOutput::from(from_hex(vectors::kStoryPreOutput).value()).value();
    const auto story = relay_vrf_story(key_of(7).public_key, pre_output, story_of(9), 1000, 3);
    ASSERT_TRUE(story);
    EXPECT_EQ(to_hex(*story), vectors::kStory);
    EXPECT_FALSE(relay_vrf_story(key_of(7).public_key, {}, story_of(9), 1000, 3)) << "the identity";
}

TEST(Assignments, AreForCandidatesOfOtherGroups) {
    const AssignmentConfig config = config_of(20, 20);
    auto leaving = cores({1, 2, 3});
    leaving[1].group = {0};
    const auto own = compute_assignments(key_of(7), {0}, config, story_of(1), leaving, RandomDraw());
    EXPECT_EQ(own.size(), 2u);
    EXPECT_FALSE(own.contains({2}));
    EXPECT_EQ(own.at({1}), own.at({3})) << "all cores are drawn: one certificate for both";
}

TEST(Assignments, AreNotMadeWithoutCoresKeysOrGroups) {
    AssignmentConfig config = config_of(20, 20);
    const auto count = [&] {
        return compute_assignments(key_of(7), {0}, config, story_of(1), cores({1}), RandomDraw()).size();
    };
    EXPECT_EQ(count(), 1u);
    config.cores = 0;
    EXPECT_EQ(count(), 0u);
    config = config_of(20, 20);
    config.groups.clear();
    EXPECT_EQ(count(), 0u);
    config = config_of(20, 20);
    config.keys.clear();
    EXPECT_EQ(count(), 0u);
}

TEST(Assignments, ACompactCertificateIsForNoCoreThatWasNotDrawn) {
    const AssignmentConfig config = config_of(100, 6);
    const auto story = story_of(1);
    const auto own = compute_assignments(key_of(7), {0}, config, story, cores({52, 37}), RandomDraw());
    const AssignmentCert cert = own.at({52}).cert;
    EXPECT_TRUE(check_assignment(cores({37, 52}), {0}, config, story, cert));
    EXPECT_EQ(check_assignment(cores({52}), {0}, config, story, cert).error(), InvalidAssignment::kOtherCores);
    EXPECT_EQ(check_assignment(cores({37, 52, 53}), {0}, config, story, cert).error(), InvalidAssignment::kOtherCores);
    AssignmentConfig fewer = config;
    fewer.modulo_samples = 1;
    EXPECT_EQ(check_assignment(cores({37, 52}), {0}, fewer, story, cert).error(), InvalidAssignment::kOtherCores);
    EXPECT_EQ(check_assignment({}, {0}, config, story, cert).error(), InvalidAssignment::kNothingClaimed);
    EXPECT_EQ(check_assignment(cores({37, 152}), {0}, config, story, cert).error(), InvalidAssignment::kNoSuchCore);
}

// Whatever the configuration: what is computed is true, and of another validator it is not.
TEST(Assignments, AreTrueForOthers) {
    auto random = test::seeded_random();
    for (int round = 0; round < 30; ++round) {
        AssignmentConfig config =
            config_of(static_cast<uint32_t>(1 + random() % 60), static_cast<uint32_t>(random() % 50));
        config.zeroth_delay_tranche_width = static_cast<uint32_t>(random() % 3);
        config.delay_tranches = static_cast<uint32_t>(random() % 50);
        std::set<uint32_t> some;
        for (int i = 0; i < 4; ++i) some.insert(static_cast<uint32_t>(random() % config.cores));
        const auto story = story_of(static_cast<uint8_t>(random()));
        const auto own = compute_assignments(key_of(7), {0}, config, story, cores(some), RandomDraw());
        EXPECT_EQ(own.size(), some.size());
        for (const auto& [core, assignment] : own) {
            std::set<uint32_t> claimed;
            for (const CoreIndex one : cores_of(assignment.cert.kind)) claimed.insert(one._0);
            EXPECT_TRUE(claimed.contains(core._0));
            const auto checked = check_assignment(cores(claimed), {0}, config, story, assignment.cert);
            ASSERT_TRUE(checked) << to_string(checked.error());
            EXPECT_EQ(checked.value(), assignment.tranche);
            EXPECT_FALSE(check_assignment(cores(claimed, {0}), {1}, config, story, assignment.cert));
        }
    }
}

}  // namespace
}  // namespace serinus::parachain
