#include "parachain/collation/collation_offers.hpp"

namespace serinus::parachain {
namespace {

/// The offer that a segment with one entry or none stands for.
CollationOffer offer_of(const OfferedSegment& segment, const PeerId& peer, const Hash256& scheduling_parent) {
    CollationOffer out{scheduling_parent, segment.para, peer, std::nullopt, segment.version};
    if (!segment.entries.empty()) out.candidate = segment.entries.front();
    return out;
}

bool is_by_head(const OfferedSegment& segment) {
    return !segment.entries.empty() && segment.entries.front().output_head_hash.has_value();
}

}  // namespace

// --- blocks ---

void CollationOffers::activate(CollationLeaf leaf, Millis now) {
    SERINUS_ASSERT(!leaf.path.empty());
    const Hash256 hash = leaf.path.front();
    if (view_.contains_leaf(hash)) return;
    for (const Hash256& block : leaf.path) {
        const auto core = leaf.cores.find(block);
        if (core != leaf.cores.end()) blocks_.try_emplace(block, Block{leaf.session, core->second, now, {}, {}});
    }
    view_.activate(std::move(leaf.path), leaf.number);
    leaves_.insert_or_assign(
        hash, Leaf{leaf.slot, leaf.parent, std::move(leaf.claim_queue), leaf.lookahead, std::move(leaf.ahead)});
}

std::vector<CollationOffers::FetchId> CollationOffers::deactivate(const Hash256& leaf) {
    std::vector<FetchId> ended;
    if (leaves_.erase(leaf) == 0) return ended;
    view_.deactivate(leaf);
    // What no leaf reaches takes no part any more, even if the view keeps it a little longer.
    std::erase_if(blocks_, [&](const auto& block) { return view_.paths_via(block.first).empty(); });
    for (const auto& [id, offer] : fetching_) {
        if (!blocks_.contains(offer.scheduling_parent)) ended.push_back(id);
    }
    for (const FetchId id : ended) fetching_.erase(id);
    return ended;
}

std::optional<CoreIndex> CollationOffers::core_at(const Hash256& scheduling_parent) const {
    const auto found = blocks_.find(scheduling_parent);
    if (found == blocks_.end()) return std::nullopt;
    return found->second.core;
}

std::optional<SessionIndex> CollationOffers::session_at(const Hash256& scheduling_parent) const {
    const auto found = blocks_.find(scheduling_parent);
    if (found == blocks_.end()) return std::nullopt;
    return found->second.session;
}

/// What the leaf has left of the queue for a block behind it. Below several leaves the longest: it contains the others.
std::vector<ParaId> CollationOffers::window_of(const Hash256& scheduling_parent) const {
    std::vector<ParaId> out;
    const auto block = blocks_.find(scheduling_parent);
    if (block == blocks_.end()) return out;
    for (const auto& path : view_.paths_via(scheduling_parent)) {
        const auto leaf = leaves_.find(path.back());
        if (leaf == leaves_.end()) continue;
        const auto queue = leaf->second.claim_queue.find(block->second.core);
        if (queue == leaf->second.claim_queue.end()) continue;
        const auto at = std::find(path.begin(), path.end(), scheduling_parent);
        const auto depth = static_cast<size_t>(path.end() - at) - 1;
        const size_t lookahead = leaf->second.lookahead;
        const size_t length = std::min(lookahead - std::min(lookahead, depth), queue->second.size());
        if (length <= out.size()) continue;
        out.assign(queue->second.begin(), queue->second.begin() + static_cast<ptrdiff_t>(length));
    }
    return out;
}

std::set<ParaId> CollationOffers::paras() const {
    std::set<ParaId> out;
    for (const auto& [hash, block] : blocks_) {
        for (const ParaId para : window_of(hash)) out.insert(para);
    }
    for (const auto& [hash, leaf] : leaves_) out.insert(leaf.ahead.begin(), leaf.ahead.end());
    return out;
}

// --- offers ---

bool CollationOffers::is_in_time(const Hash256& scheduling_parent, uint64_t current_slot) const {
    if (const auto leaf = leaves_.find(scheduling_parent); leaf != leaves_.end()) {
        return leaf->second.slot && current_slot == *leaf->second.slot + 1;
    }
    return std::any_of(leaves_.begin(), leaves_.end(), [&](const auto& leaf) {
        return leaf.second.slot == current_slot && leaf.second.parent == scheduling_parent;
    });
}

bool CollationOffers::is_fetching(const CollationOffer& offer) const {
    return std::any_of(fetching_.begin(), fetching_.end(), [&](const auto& one) { return one.second == offer; });
}

OfferVerdict CollationOffers::add(const PeerId& peer, const Hash256& scheduling_parent, OfferedSegment segment,
                                  uint64_t current_slot,
                                  const std::function<bool(const OfferedCandidate&)>& may_second) {
    if (segment.entries.empty() && !view_.contains_leaf(scheduling_parent)) return OfferVerdict::kOldBlock;
    if (segment.version && segment.version->is_v3() && !is_in_time(scheduling_parent, current_slot)) {
        return OfferVerdict::kWrongSlot;
    }
    const auto found = blocks_.find(scheduling_parent);
    if (found == blocks_.end()) return OfferVerdict::kOutOfView;
    Block& block = found->second;
    const bool by_head = is_by_head(segment);
    if (!by_head) {
        const CollationOffer offer = offer_of(segment, peer, scheduling_parent);
        const bool is_fetched = offer.candidate && block.fetched.contains(*offer.candidate->hash);
        if (is_fetched || is_fetching(offer)) return OfferVerdict::kDuplicate;
    }
    const std::vector<ParaId> window = window_of(scheduling_parent);
    const auto claims = static_cast<size_t>(std::count(window.begin(), window.end(), segment.para));
    OfPeer& of_peer = block.peers[peer];
    if (of_peer.offered >= claims) return OfferVerdict::kTooMany;
    ++of_peer.offered;
    for (const auto& [number, known] : of_peer.segments) {
        if (known.version == segment.version && known.entries == segment.entries) return OfferVerdict::kDuplicate;
    }
    if (!by_head && !segment.entries.empty() && !may_second(segment.entries.front())) {
        return OfferVerdict::kNotSecondable;
    }
    of_peer.segments.emplace(next_segment_++, std::move(segment));
    return OfferVerdict::kAccepted;
}

void CollationOffers::remove_peer(const PeerId& peer) {
    for (auto& [hash, block] : blocks_) block.peers.erase(peer);
}

// --- the choice ---

std::vector<CollationOffers::View> CollationOffers::make_views() const {
    std::set<CoreIndex> cores;
    for (const auto& [hash, block] : blocks_) cores.insert(block.core);
    std::vector<View> out;
    for (const auto& [hash, leaf] : leaves_) {
        const auto* path = view_.allowed_at(hash);
        if (path == nullptr) continue;
        for (const CoreIndex core : cores) {
            const auto queue = leaf.claim_queue.find(core);
            if (queue == leaf.claim_queue.end()) continue;
            std::vector<std::optional<Hash256>> parents;
            std::vector<CoreClaims::Consumer> consumers;
            for (const Hash256& one : *path) {
                const auto block = blocks_.find(one);
                if (block == blocks_.end() || block->second.core != core) {
                    parents.emplace_back();
                    continue;
                }
                parents.emplace_back(one);
                for (const auto& [id, offer] : fetching_) {
                    if (offer.scheduling_parent == one) consumers.emplace_back(one, offer.para);
                }
                for (const auto& [candidate, fetched] : block->second.fetched)
                    consumers.emplace_back(one, fetched.para);
            }
            CoreClaims claims(std::move(parents), queue->second, leaf.lookahead);
            claims.allocate(consumers);
            out.push_back({hash, std::move(claims)});
        }
    }
    return out;
}

std::set<Hash256> CollationOffers::pending_heads(const Hash256& leaf, ParaId para) const {
    std::set<Hash256> out;
    const auto* path = view_.allowed_at(leaf);
    if (path == nullptr) return out;
    for (const Hash256& one : *path) {
        if (const auto block = blocks_.find(one); block != blocks_.end()) {
            for (const auto& [hash, fetched] : block->second.fetched) {
                if (fetched.para == para) out.insert(fetched.output_head_hash);
            }
        }
        for (const auto& [id, offer] : fetching_) {
            const bool is_here = offer.para == para && offer.scheduling_parent == one;
            if (is_here && offer.candidate && offer.candidate->output_head_hash) {
                out.insert(*offer.candidate->output_head_hash);
            }
        }
    }
    return out;
}

/// Whether an offer of one candidate is neither fetched nor being fetched. Over `collation/1` there is one for each
/// para and block, for nobody knows whether two are the same.
bool CollationOffers::is_free(const Block& block, const CollationOffer& offer) const {
    if (is_fetching(offer)) return false;
    if (offer.candidate) return !block.fetched.contains(*offer.candidate->hash);
    if (!view_.contains_leaf(offer.scheduling_parent)) return false;
    const bool has_come = std::any_of(block.fetched.begin(), block.fetched.end(),
                                      [&](const auto& one) { return one.second.para == offer.para; });
    return !has_come && std::none_of(fetching_.begin(), fetching_.end(), [&](const auto& one) {
        return one.second.scheduling_parent == offer.scheduling_parent && one.second.para == offer.para &&
               !one.second.candidate;
    });
}

void CollationOffers::rank(const Hash256& scheduling_parent, ParaId para, const Knowledge& knowledge,
                           std::set<Ranked>& out) const {
    const auto found = blocks_.find(scheduling_parent);
    if (found == blocks_.end()) return;
    for (const auto& [peer, of_peer] : found->second.peers) {
        if (of_peer.segments.empty()) continue;
        const auto score = knowledge.score_of(peer, para);
        if (!score) continue;
        for (const auto& [number, segment] : of_peer.segments) {
            if (segment.para != para) continue;
            if (!is_by_head(segment) && !is_free(found->second, offer_of(segment, peer, scheduling_parent))) continue;
            out.insert({*score, segment.received_at, scheduling_parent, peer, number});
        }
    }
}

std::optional<CollationOffer> CollationOffers::choose(const std::set<Ranked>& ranked, ParaId para, Millis now,
                                                      const std::set<Hash256>& pending, const std::set<Hash256>& known,
                                                      Score highest, std::optional<Millis>& wake_at) {
    for (const Ranked& one : ranked) {
        Block& block = blocks_.at(one.scheduling_parent);
        const Millis due = block.activated_at + fetch_delay(one.score, highest);
        if (now < due) {
            wake_at = std::min(wake_at.value_or(due), due);
            return std::nullopt;
        }
        auto& segments = block.peers.at(one.peer).segments;
        const auto at = segments.find(one.number);
        const OfferedSegment& segment = at->second;
        CollationOffer offer = offer_of(segment, one.peer, one.scheduling_parent);
        offer.para = para;
        bool is_chosen = !is_by_head(segment);
        bool may_come_again = false;
        for (size_t i = 0; i < segment.entries.size() && !is_chosen; ++i) {
            const Hash256& head = *segment.entries[i].output_head_hash;
            if (known.contains(head)) continue;
            if (pending.contains(head)) {
                may_come_again = true;
                continue;
            }
            offer.candidate = segment.entries[i];
            is_chosen = true;
        }
        if (is_chosen || !may_come_again) segments.erase(at);
        if (is_chosen) return offer;
    }
    return std::nullopt;
}

CollationOffers::Plan CollationOffers::plan(Millis now, const Knowledge& knowledge) {
    Plan out;
    std::vector<View> views = make_views();
    Heads pending, known;
    for (View& view : views) {
        for (size_t position = view.claims.size(); position-- > 0;) {
            const auto para = view.claims.free_at(position);
            if (!para) continue;
            const std::pair key(view.leaf, *para);
            if (!pending.contains(key)) {
                pending.emplace(key, pending_heads(view.leaf, *para));
                known.emplace(key, knowledge.known_heads(view.leaf, *para));
            }
            std::set<Ranked> ranked;
            for (const Hash256& parent : view.claims.parents_reaching(position)) rank(parent, *para, knowledge, ranked);
            auto offer =
                choose(ranked, *para, now, pending.at(key), known.at(key), knowledge.highest_score(*para), out.wake_at);
            if (!offer) continue;
            for (View& other : views) other.claims.reserve(offer->scheduling_parent, *para);
            if (offer->candidate && offer->candidate->output_head_hash) {
                for (auto& [at, heads] : pending) {
                    const auto* path = view_.allowed_at(at.first);
                    if (at.second != *para || path == nullptr) continue;
                    const bool is_on_path =
                        std::find(path->begin(), path->end(), offer->scheduling_parent) != path->end();
                    if (is_on_path) heads.insert(*offer->candidate->output_head_hash);
                }
            }
            fetching_.emplace(next_fetch_, *offer);
            out.fetches.push_back({next_fetch_++, *std::move(offer)});
        }
    }
    return out;
}

std::optional<CollationOffer> CollationOffers::take(FetchId id) {
    auto fetch = fetching_.extract(id);
    if (!fetch) return std::nullopt;
    return fetch.mapped();
}

void CollationOffers::note_fetched(const Hash256& scheduling_parent, const CandidateHash& hash,
                                   const Fetched& fetched) {
    const auto block = blocks_.find(scheduling_parent);
    if (block != blocks_.end()) block->second.fetched.insert_or_assign(hash, fetched);
}

const CollationOffers::Fetched* CollationOffers::find_fetched(const Hash256& scheduling_parent,
                                                              const CandidateHash& hash) const {
    const auto block = blocks_.find(scheduling_parent);
    if (block == blocks_.end()) return nullptr;
    const auto fetched = block->second.fetched.find(hash);
    return fetched == block->second.fetched.end() ? nullptr : &fetched->second;
}

std::optional<CollationOffers::Fetched> CollationOffers::release(const Hash256& scheduling_parent,
                                                                 const CandidateHash& hash) {
    const auto block = blocks_.find(scheduling_parent);
    if (block == blocks_.end()) return std::nullopt;
    auto fetched = block->second.fetched.extract(hash);
    if (!fetched) return std::nullopt;
    return fetched.mapped();
}

size_t CollationOffers::segment_count() const {
    size_t count = 0;
    for (const auto& [hash, block] : blocks_) {
        for (const auto& [peer, of_peer] : block.peers) count += of_peer.segments.size();
    }
    return count;
}

}  // namespace serinus::parachain
