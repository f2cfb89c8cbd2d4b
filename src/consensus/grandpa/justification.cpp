#include "consensus/grandpa/justification.hpp"

#include <map>
#include <set>

#include "base/assert.hpp"
#include "chain/import/refusal_reason.hpp"

namespace serinus::consensus::grandpa {
namespace {

using chain::MaybeRefusal;
using enum chain::RefusalReason;

MaybeRefusal refuse_justification(chain::RefusalReason reason, const char* text) {
    return chain::Refusal{reason, text};
}

/// The headers of a justification.
class HeaderTree final : public BlockTree {
  public:
    explicit HeaderTree(const std::vector<primitives::Header>& headers) {
        for (const auto& header : headers) {
            links_.emplace(primitives::header_hash(header), BlockLink{header.parent_hash, header.number.value});
        }
    }
    std::optional<BlockLink> find(const Hash256& hash) const override {
        const auto found = links_.find(hash);
        return found == links_.end() ? std::nullopt : std::optional(found->second);
    }
    size_t size() const noexcept { return links_.size(); }

  private:
    std::map<Hash256, BlockLink> links_;
};

const BlockId* lowest(const std::vector<SignedVote>& votes) {
    const auto found = std::ranges::min_element(votes, {}, [](const SignedVote& vote) { return vote.target.number; });
    return found == votes.end() ? nullptr : &found->target;
}

/// Every header is on the way from the lowest vote to another.
MaybeRefusal check_headers(const std::vector<SignedVote>& votes, const HeaderTree& tree) {
    const BlockId base = *lowest(votes);
    std::set<Hash256> visited;
    for (const SignedVote& vote : votes) {
        for (Hash256 hash = vote.target.hash; hash != base.hash && visited.insert(hash).second;) {
            const auto link = tree.find(hash);
            if (!link) return refuse_justification(kBadVoteAncestry, "its headers do not lead to all of its votes");
            hash = link->parent;
        }
    }
    if (visited.size() == tree.size()) return std::nullopt;
    return refuse_justification(kBadVoteAncestry, "it has headers that lead to no vote");
}

}  // namespace

MaybeRefusal check_commit(const Commit& commit, const std::shared_ptr<const VoterSet>& voters, const BlockTree& tree) {
    std::vector<SignedVote> known;
    for (const SignedVote& vote : commit.precommits) {
        if (voters->find(vote.id)) known.push_back(vote);
    }
    if (known.empty()) return refuse_justification(kTooFewVotes, "no authority of the set has voted");

    Round round(0, voters, *lowest(known));
    for (const SignedVote& vote : known) {
        const SignedMessage message{{VoteKind::kPrecommit, vote.target}, vote.signature, vote.id};
        if (round.import(message, tree) == ImportedVote::kNotAboveBase) {
            return refuse_justification(kBadVoteAncestry, "its votes are not on one chain");
        }
    }
    const auto ghost = round.precommit_ghost();
    if (!ghost) return refuse_justification(kTooFewVotes, "its votes have not two thirds of the weight");
    if (*ghost == commit.target) return std::nullopt;
    return refuse_justification(kTooFewVotes, "its votes make another block final");
}

bool check_signatures(std::span<const SignedVote> votes, VoteKind kind, RoundNumber round, SetId set_id,
                      const ByteArray<32>& randomness) {
    std::vector<ByteArray<53>> messages(votes.size());
    std::vector<crypto::ed25519::BatchItem> items;
    items.reserve(votes.size());
    for (size_t i = 0; i < votes.size(); ++i) {
        messages[i] = signed_bytes({kind, votes[i].target}, round, set_id);
        items.push_back({votes[i].signature, messages[i], votes[i].id});
    }
    return crypto::ed25519::verify_batch(items, randomness);
}

MaybeRefusal check_justification(const Justification& justification, SetId set_id,
                                 const std::shared_ptr<const VoterSet>& voters, const ByteArray<32>& randomness) {
    const auto& precommits = justification.commit.precommits;
    if (precommits.size() > max_precommits(*voters))
        return refuse_justification(kBadJustification, "it has too many votes");
    const HeaderTree tree(justification.votes_ancestries);
    if (auto refusal = check_commit(justification.commit, voters, tree)) return refusal;
    if (auto refusal = check_headers(precommits, tree)) return refusal;
    if (!check_signatures(precommits, VoteKind::kPrecommit, justification.round, set_id, randomness)) {
        return refuse_justification(kBadVoteSignature, "a signature is wrong");
    }
    return std::nullopt;
}

std::optional<Justification> make_justification(RoundNumber round, Commit commit, const FindHeader& find_header) {
    const BlockId* base = lowest(commit.precommits);
    if (!base) return std::nullopt;
    Justification out{round, {}, {}};
    std::set<Hash256> added;
    for (const SignedVote& vote : commit.precommits) {
        for (Hash256 hash = vote.target.hash; hash != base->hash && !added.contains(hash);) {
            const auto header = find_header(hash);
            if (!header || header->number.value <= base->number) return std::nullopt;
            added.insert(hash);
            hash = header->parent_hash;
            out.votes_ancestries.push_back(*header);
        }
    }
    out.commit = std::move(commit);
    return out;
}

}  // namespace serinus::consensus::grandpa
