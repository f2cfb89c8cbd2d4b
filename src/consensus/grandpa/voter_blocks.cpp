#include <algorithm>
#include <set>

#include "consensus/grandpa/voter_impl.hpp"

namespace serinus::consensus::grandpa {
namespace {

struct MissingBlock {
    BlockNumber number = 0;
    Weight weight = 0;  ///< of the voters whose messages wait for it; a commit or catch-up counts as all voters
    uint32_t requests = 0;
    std::set<GossipPeer> peers = {};
};

}  // namespace

/// Asks for the blocks that messages wait for. A block that was sent to few nodes, or whose announce was lost, is never
/// announced again; without the block its votes would not count, and the round could last for ever.
///
/// Blocks that were asked for less often come first, then those that more voters vote for: names of blocks that do not
/// exist, of which each dishonest voter can make up two for each kind of vote, delay the others but never stop them.
/// Observed: UntilImported of sc_consensus_grandpa, polkadot-stable2407
void Voter::Impl::request_blocks() {
    if (!has_waiting()) {
        block_requests_at.reset();
        block_requests.clear();
        return;
    }
    if (!block_requests_at) block_requests_at = now + options.block_request_period;
    if (now < *block_requests_at) return;
    block_requests_at = now + options.block_request_period;

    std::map<Hash256, MissingBlock> missing;
    const auto note = [&](const BlockId& block, Weight weight, const std::optional<GossipPeer>& from) {
        // A block at or below the last final one is final already, or never will be.
        if (block.number <= finalized.number || chain.find(block.hash)) return;
        MissingBlock& one = missing[block.hash];
        one.number = block.number;
        one.weight += std::min(weight, voters->total() - std::min(voters->total(), one.weight));
        if (from) one.peers.insert(*from);
    };
    for (const auto& [key, votes] : waiting) {
        const Weight weight = voters->voters()[std::get<1>(key)].weight;
        for (const WaitingVote& one : votes) note(one.vote.message.target, weight, one.from);
    }
    for (const CommitReceived& commit : waiting_commits) {
        note(commit.commit.target, voters->total(), commit.from);
        for (const SignedVote& vote : commit.commit.precommits) note(vote.target, voters->total(), commit.from);
    }
    if (waiting_catch_up) {
        const CatchUp& catch_up = waiting_catch_up->catch_up;
        note(catch_up.base, voters->total(), waiting_catch_up->from);
        for (const auto* votes : {&catch_up.prevotes, &catch_up.precommits}) {
            for (const SignedVote& vote : *votes) note(vote.target, voters->total(), waiting_catch_up->from);
        }
    }

    std::vector<std::pair<Hash256, MissingBlock>> wanted;
    for (auto& [hash, one] : missing) {
        const auto before = block_requests.find(hash);
        if (before != block_requests.end()) one.requests = before->second;
        wanted.emplace_back(hash, std::move(one));
    }
    std::ranges::sort(wanted, {}, [](const auto& one) {
        const auto& [hash, block] = one;
        return std::tuple(block.requests, -static_cast<int64_t>(std::min<Weight>(block.weight, INT64_MAX)), hash);
    });
    block_requests.clear();
    for (size_t i = 0; i < wanted.size(); ++i) {
        auto& [hash, one] = wanted[i];
        if (i < kMaxBlockRequests) {
            emit(RequestBlock{{hash, one.number}, {one.peers.begin(), one.peers.end()}});
            ++one.requests;
        }
        if (one.requests > 0) block_requests.emplace(hash, one.requests);
    }
}

}  // namespace serinus::consensus::grandpa
