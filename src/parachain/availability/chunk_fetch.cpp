#include "parachain/availability/chunk_fetch.hpp"

#include "base/chacha20.hpp"

namespace serinus::parachain {

void ChunkFetching::activate(const Hash256& leaf, const std::vector<ChunkTarget>& targets, const ByteArray<32>& seed,
                             Effects& out) {
    ChaCha20 random(seed);
    for (const ChunkTarget& target : targets) {
        if (const auto known = fetches_.find(target.candidate); known != fetches_.end()) {
            known->second.leaves.insert(leaf);
            continue;
        }
        if (fetches_.size() >= kMaxFetches) continue;
        Fetch fetch{target, target.group, std::nullopt, {}, {leaf}};
        std::erase(fetch.left, own_);
        random.shuffle(std::span(fetch.left));
        // The next one to be asked stands at the end.
        std::partition(fetch.left.begin(), fetch.left.end(),
                       [&](ValidatorIndex member) { return bad_.contains(member); });
        fetches_.emplace(target.candidate, std::move(fetch));
        ask_next(target.candidate, out);
    }
}

void ChunkFetching::deactivate(const Hash256& leaf) {
    for (auto fetch = fetches_.begin(); fetch != fetches_.end();) {
        fetch->second.leaves.erase(leaf);
        fetch = fetch->second.leaves.empty() ? fetches_.erase(fetch) : std::next(fetch);
    }
}

void ChunkFetching::ask_next(const CandidateHash& candidate, Effects& out) {
    Fetch& fetch = fetches_.at(candidate);
    if (fetch.left.empty()) {
        bad_.insert(fetch.failed.begin(), fetch.failed.end());
        out.push_back({Effect::Failed{candidate, std::move(fetch.failed)}});
        fetches_.erase(candidate);
        return;
    }
    fetch.asked = fetch.left.back();
    fetch.left.pop_back();
    out.push_back({Effect::Request{*fetch.asked, {candidate, own_}}});
}

void ChunkFetching::on_response(const CandidateHash& candidate, const std::optional<ErasureChunk>& chunk,
                                Effects& out) {
    const auto found = fetches_.find(candidate);
    if (found == fetches_.end() || !found->second.asked) return;
    Fetch& fetch = found->second;
    const ChunkTarget& target = fetch.target;
    const bool is_good =
        chunk && chunk->index == target.chunk_index &&
        erasure::check_chunk(target.erasure_root, chunk->proof, chunk->index, chunk->chunk) == erasure::Verdict::kValid;
    if (!is_good) {
        fetch.failed.push_back(*std::exchange(fetch.asked, std::nullopt));
        ask_next(candidate, out);
        return;
    }
    out.push_back({Effect::Store{candidate, *chunk}});
    if (!fetch.failed.empty()) {
        bad_.insert(fetch.failed.begin(), fetch.failed.end());
        out.push_back({Effect::Failed{candidate, fetch.failed}});
    }
    // It stays while its leaves do, so that it is not fetched again.
    fetch.asked.reset();
    fetch.left.clear();
    fetch.failed.clear();
}

}  // namespace serinus::parachain
