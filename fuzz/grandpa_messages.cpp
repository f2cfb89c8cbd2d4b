// GRANDPA's messages, justifications and records: what is decoded is written again as it was, and nothing is found good
// that nobody signed.
#include "base/assert.hpp"
#include "consensus/grandpa/authority_set.hpp"
#include "consensus/grandpa/gossip_check.hpp"
#include "consensus/grandpa/justification.hpp"
#include "consensus/grandpa/warp_proof.hpp"

namespace {

using namespace serinus;
using namespace serinus::consensus::grandpa;

template <class T>
std::optional<T> check_round_trip(BytesView input) {
    auto value = scale::decode<T>(input);
    if (!value) return std::nullopt;
    SERINUS_ASSERT(equal(scale::encode(*value), input));
    return *std::move(value);
}

/// The keys of voters are hashes of nothing: nobody has signed for them.
std::shared_ptr<const VoterSet> voters_of(const std::vector<SignedVote>& votes) {
    AuthorityList authorities{{AuthorityId{{5, 1}}, 1}};
    for (const SignedVote& vote : votes) authorities.push_back({vote.id, 1});
    return std::make_shared<const VoterSet>(*VoterSet::from(authorities));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size == 0) return 0;
    const BytesView input(data + 1, size - 1);
    switch (data[0] % 7) {
        case 0: {
            const auto justification = check_round_trip<Justification>(input);
            if (!justification) return 0;
            const auto voters = voters_of(justification->commit.precommits);
            (void)check_justification(*justification, 1, voters, {});
            return 0;
        }
        case 1: {
            const auto message = check_round_trip<GossipMessage>(input);
            if (!message) return 0;
            std::vector<SignedVote> votes;
            if (const auto* commit = std::get_if<CommitMessage>(&*message)) {
                if (const auto full = from_compact(commit->commit)) votes = full->precommits;
            }
            if (check_message(*message, 1, *voters_of(votes), {}) == MessageVerdict::kNew) (void)to_input(*message, 1);
            return 0;
        }
        case 2:
            (void)check_round_trip<ConsensusLog>(input);
            return 0;
        case 3:
            (void)check_round_trip<FinalityProof>(input);
            return 0;
        case 4:
            (void)check_round_trip<AuthoritySet>(input);
            return 0;
        case 6: {
            const auto proof = check_round_trip<WarpProof>(input);
            if (!proof) return 0;
            for (const WarpFragment& fragment : proof->fragments) {
                (void)next_authorities(fragment.header);
                (void)check_fragment(fragment, {1, {{AuthorityId{{5, 1}}, 1}}}, {});
            }
            return 0;
        }
        default:
            if (const auto proof = check_round_trip<EquivocationProof>(input)) (void)check_equivocation(*proof);
            return 0;
    }
}
