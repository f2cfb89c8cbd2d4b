// Fragment chains: candidates between a few heads come, are backed and pass to the next leaf in any order. Whatever
// comes, the chain is one path of backed candidates from the para's head on, without a cycle and within its bounds.
#include "base/assert.hpp"
#include "parachain/candidates/candidates_test_support.hpp"

namespace {

using namespace serinus;
using namespace serinus::parachain;

FragmentChain make_chain(const SchedulingScope& scheduling, uint8_t cores) {
    return {scheduling, {wide_constraints("a", 8), {}, size_t{cores} % 5}, {}};
}

/// The heads that a candidate builds on and leads to.
using Heads = std::map<CandidateHash, std::pair<Hash256, Hash256>>;

void check_invariants(const FragmentChain& chain, const Heads& heads) {
    Hash256 head = hash_of_head("a");
    std::set<Hash256> seen{head};
    SERINUS_ASSERT(chain.size() <= chain.scope().max_backable);
    SERINUS_ASSERT(chain.unconnected().size() <= FragmentChain::kMaxUnconnected);
    const auto backable = chain.find_backable({}, 100);
    SERINUS_ASSERT(backable.size() == chain.size());
    for (const CandidateHash& hash : chain.candidates()) {
        SERINUS_ASSERT(chain.is_backed(hash) && !chain.unconnected().contains(hash));
        const auto& [parent, output] = heads.at(hash);
        SERINUS_ASSERT(parent == head && seen.insert(output).second);
        head = output;
    }
    for (const Hash256& output : chain.known_output_heads()) SERINUS_ASSERT(chain.find_head(output) != nullptr);
    for (const auto& [hash, entry] : chain.unconnected().all()) {
        SERINUS_ASSERT(entry.parent_head_hash != entry.output_head_hash);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    SchedulingScope scheduling(block_hash(10));
    scheduling.add_ancestor(block_hash(9));
    FragmentChain chain = make_chain(scheduling, size > 0 ? data[0] : uint8_t{1});
    std::vector<CandidateHash> known;
    Heads heads;
    for (size_t i = 1; i + 2 < size && i < 600; i += 3) {
        const uint8_t what = data[i], which = data[i + 1], more = data[i + 2];
        if (what % 4 < 2) {
            const std::string from(1, static_cast<char>('a' + which % 8)),
                to(1, static_cast<char>('a' + which / 8 % 8));
            const auto candidate =
                candidate_between(from, to, relay_block(static_cast<uint8_t>(8 + more % 4)), more & 3);
            const auto entry = make_entry(candidate.hash(), candidate.receipt, candidate.data);
            if (!entry || !chain.add_seconded(scheduling, entry.value())) continue;
            known.push_back(entry.value().hash);
            heads[known.back()] = {entry.value().parent_head_hash, entry.value().output_head_hash};
        } else if (what % 4 == 2 && !known.empty()) {
            const CandidateHash hash = known[which % known.size()];
            const bool was_known = chain.contains(hash);
            chain.mark_backed(scheduling, hash);
            SERINUS_ASSERT(was_known || !chain.contains(hash));
        } else {
            FragmentChain next = make_chain(scheduling, more);
            next.take_over(scheduling, chain);
            chain = std::move(next);
        }
        check_invariants(chain, heads);
    }
    return 0;
}
