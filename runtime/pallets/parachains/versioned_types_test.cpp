// What is signed in disputes. Observed: polkadot-primitives 20.0.0, v8
#include <gtest/gtest.h>

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
