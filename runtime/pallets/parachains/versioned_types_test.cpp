// What is signed in disputes, and versions of receipts. Observed: polkadot-primitives 20.0.0, v8; 24.0.0, v9
#include <gtest/gtest.h>

#include "primitives/parachain/receipt_version.hpp"
#include "runtime/pallets/parachains/versioned_types.hpp"

namespace serinus::polkadot_primitives::v8 {
namespace {

using Kind = ValidDisputeStatementKind;

const CandidateHash kFirstCandidate{Hash256{{1}}};
const CandidateHash kSecondCandidate{Hash256{{2}}};
constexpr SessionIndex kSomeSession = 7;
constexpr ByteArray<4> kApprovals = {'A', 'P', 'P', 'R'};

Bytes payload_of_approvals(std::vector<CandidateHash> candidates) {
    const DisputeStatement statement{
        DisputeStatement::Valid{{Kind::ApprovalCheckingMultipleCandidates{std::move(candidates)}}}};
    return statement.signing_payload(kFirstCandidate, kSomeSession);
}

TEST(DisputeStatementTest, SeveralApprovalsAreSignedAsAListOneAsItself) {
    EXPECT_EQ(payload_of_approvals({kFirstCandidate, kSecondCandidate}),
              scale::encode(std::tuple(kApprovals, std::vector{kFirstCandidate, kSecondCandidate}, kSomeSession)));
    EXPECT_EQ(payload_of_approvals({}), scale::encode(std::tuple(kApprovals, uint8_t{0}, kSomeSession)));

    const Bytes of_one = scale::encode(std::tuple(kApprovals, kFirstCandidate, kSomeSession));
    EXPECT_EQ(payload_of_approvals({kFirstCandidate}), of_one);
    const DisputeStatement plain{DisputeStatement::Valid{{Kind::ApprovalChecking{}}}};
    EXPECT_EQ(plain.signing_payload(kFirstCandidate, kSomeSession), of_one);
}

}  // namespace
}  // namespace serinus::polkadot_primitives::v8

namespace serinus::polkadot_primitives::vstaging {
namespace {

using Version = CandidateDescriptorVersion;
constexpr DescriptorRules kOld = DescriptorRules::UpToV2, kNew = DescriptorRules::UpToV3;

CandidateDescriptorV2 descriptor_of_version(uint8_t version) {
    CandidateDescriptorV2 out;
    out.relay_parent.bytes.fill(1);
    out.version = {version};
    out.core_index = 3;
    out.session_index = 5;
    return out;
}

TEST(CandidateDescriptorTest, HasTheVersionOfTheRulesByWhichItIsRead) {
    const auto second = descriptor_of_version(0);
    EXPECT_EQ(second.kind(kOld), Version::V2);
    EXPECT_EQ(second.kind(kNew), Version::V2);
    auto third = descriptor_of_version(1);
    std::fill_n(third.reserved2.begin(), 32, uint8_t{9});
    third.reserved1[0] = 2;
    EXPECT_EQ(third.kind(kOld), Version::V1);
    EXPECT_EQ(third.kind(kNew), Version::V3);
    EXPECT_TRUE(third.is_unambiguous(true));
    EXPECT_FALSE(third.is_unambiguous(false));
    EXPECT_EQ(third.scheduling_parent(kNew).bytes[31], 9);
    EXPECT_EQ(third.scheduling_session(kNew), 7u);
    EXPECT_EQ(third.core(kNew), CoreIndex{3});
    third.session_index = UINT32_MAX;
    EXPECT_EQ(third.scheduling_session(kNew), UINT32_MAX);
    EXPECT_EQ(descriptor_of_version(1).kind(kOld), Version::Unknown);
    EXPECT_EQ(descriptor_of_version(2).kind(kNew), Version::Unknown);
}

// What nodes say of the same bytes (src/primitives/parachain) is another implementation.
TEST(CandidateDescriptorTest, IsToNodesWhatItIsToTheRuntime) {
    const auto same = [](Version version, const v9::DescriptorVersion& of_nodes) {
        switch (version) {
            case Version::V1:
                return of_nodes.is_v1();
            case Version::V2:
                return of_nodes.is_v2();
            case Version::V3:
                return of_nodes.is_v3();
            case Version::Unknown:
                return of_nodes.is_unknown();
        }
        return false;
    };
    for (uint8_t version = 0; version <= 2; ++version) {
        for (size_t at = 0; at <= 25 + 64; ++at) {
            auto one = descriptor_of_version(version);
            if (at < 25) one.reserved1[at] = 1;
            if (at >= 25 && at < 25 + 64) one.reserved2[at - 25] = 1;
            const auto of_nodes = scale::decode<v5::CandidateDescriptor>(scale::encode(one));
            ASSERT_TRUE(of_nodes);
            EXPECT_TRUE(same(one.kind(kOld), v9::version_by_old_rules(*of_nodes))) << int{version} << " " << at;
            EXPECT_TRUE(same(one.kind(kNew), v9::version_of(*of_nodes))) << int{version} << " " << at;
            for (const bool is_v3_enabled : {false, true}) {
                EXPECT_EQ(one.is_unambiguous(is_v3_enabled),
                          v9::check_version(*of_nodes, is_v3_enabled) == v9::VersionVerdict::kAcceptable);
            }
            EXPECT_EQ(one.scheduling_parent(kNew), v9::scheduling_parent_of(*of_nodes));
            EXPECT_EQ(one.scheduling_session(kNew), v9::scheduling_session_of(*of_nodes));
            EXPECT_EQ(one.core(kNew), v9::core_of(*of_nodes));
        }
    }
}

}  // namespace
}  // namespace serinus::polkadot_primitives::vstaging
