#include "parachain/collation/collator_side.hpp"

namespace serinus::parachain {
namespace {

namespace v9 = polkadot_primitives::v9;

bool is_declaration(const CollationMessage& message) {
    return std::visit(
        [](const auto& one) {
            if constexpr (requires { one.inner(); }) {
                return std::holds_alternative<Declare>(one.inner());
            } else {
                return false;
            }
        },
        message);
}

bool is_seconded_notice(const CollationMessage& message) {
    return std::visit(
        [](const auto& one) {
            if constexpr (requires { one.inner(); }) {
                return std::holds_alternative<CollationSeconded>(one.inner());
            } else {
                return false;
            }
        },
        message);
}

bool shares_key(const std::set<AuthorityId>& keys, const std::vector<AuthorityId>& validators) {
    return std::any_of(validators.begin(), validators.end(),
                       [&](const AuthorityId& one) { return keys.contains(one); });
}

}  // namespace

// --- leaves ---

void CollatorSide::activate(CollatorLeaf leaf, Effects& out) {
    SERINUS_ASSERT(!leaf.path.empty());
    const Hash256 hash = leaf.path.front();
    if (view_.contains_leaf(hash)) return;
    for (const Hash256& one : leaf.path) {
        const auto [block, is_new] = blocks_.try_emplace(one);
        if (!is_new) continue;
        const auto groups = leaf.groups.find(one);
        if (groups == leaf.groups.end()) continue;
        for (auto& [core, validators] : groups->second) block->second.groups[core].validators = std::move(validators);
    }
    view_.activate(std::move(leaf.path), leaf.number);
    for (const auto& [id, peer] : peers_) {
        if (peer.heads.contains(hash)) advertise_all(id, peer, out);
    }
    update_connections(out);
}

void CollatorSide::deactivate(const Hash256& leaf, Effects& out) {
    if (!view_.contains_leaf(leaf)) return;
    for (const Hash256& gone : view_.deactivate(leaf)) {
        const auto block = blocks_.extract(gone);
        if (!block) continue;
        for (const Upload& upload : block.mapped().waiting) out.push_back({CollatorSideEffect::Refuse{upload.id}});
        std::erase_if(uploads_, [&](const auto& upload) { return upload.second == gone; });
    }
    update_connections(out);
}

void CollatorSide::set_authoring(bool is_authoring, Effects& out) {
    is_authoring_ = is_authoring;
    update_connections(out);
}

void CollatorSide::update_connections(Effects& out) {
    std::set<AuthorityId> wanted;
    for (const Hash256& leaf : view_.leaves()) {
        for (const Hash256& one : *view_.allowed_at(leaf)) {
            const auto block = blocks_.find(one);
            if (block == blocks_.end()) continue;
            for (const auto& [core, group] : block->second.groups) {
                if (!is_authoring_ && !block->second.segments.contains(core)) continue;
                wanted.insert(group.validators.begin(), group.validators.end());
            }
        }
    }
    if (connected_to_ == wanted) return;
    connected_to_ = wanted;
    out.push_back({CollatorSideEffect::Connect{std::move(wanted)}});
}

// --- peers ---

void CollatorSide::declare(const PeerId& id, const Peer& peer, Effects& out) const {
    if (peer.version == 2)
        out.push_back({CollatorSideEffect::Send{id, CollatorMessageV2{CollatorMessageV2::Inner{declaration_}}}});
    if (peer.version == 3)
        out.push_back({CollatorSideEffect::Send{id, CollatorMessageV3{CollatorMessageV3::Inner{declaration_}}}});
}

void CollatorSide::connect(const PeerId& id, uint8_t version, std::set<AuthorityId> authorities, Effects& out) {
    if (version < 2 || version > 4) {
        out.push_back({CollatorSideEffect::Disconnect{id}});
        return;
    }
    const auto [peer, is_new] = peers_.try_emplace(id, Peer{version, std::move(authorities), {}});
    if (is_new && !peer->second.authorities.empty()) declare(id, peer->second, out);
}

void CollatorSide::set_authorities(const PeerId& id, std::set<AuthorityId> authorities, Effects& out) {
    const auto found = peers_.find(id);
    if (found == peers_.end()) return;
    Peer& peer = found->second;
    const bool was_unknown = peer.authorities.empty();
    peer.authorities = std::move(authorities);
    if (was_unknown && !peer.authorities.empty()) declare(id, peer, out);
    advertise_all(id, peer, out);
}

void CollatorSide::disconnect(const PeerId& id) {
    const auto found = peers_.find(id);
    if (found == peers_.end()) return;
    // When the validator comes again, it is told again.
    for (auto& [hash, block] : blocks_) {
        for (auto& [core, group] : block.groups) {
            for (const AuthorityId& key : found->second.authorities) group.told.erase(key);
        }
    }
    peers_.erase(found);
}

void CollatorSide::on_view(const PeerId& id, const View& view, Effects& out) {
    const auto found = peers_.find(id);
    if (found == peers_.end()) return;
    const size_t count = std::min(view.heads.size(), kMaxViewHeads);
    found->second.heads = {view.heads.begin(), view.heads.begin() + static_cast<ptrdiff_t>(count)};
    advertise_all(id, found->second, out);
}

void CollatorSide::on_message(const PeerId& id, const CollationMessage& message, Effects& out) {
    if (!peers_.contains(id) || is_seconded_notice(message)) return;
    // Another collator: it has nothing to gain here.
    if (!is_declaration(message)) out.push_back({CollatorSideEffect::Judged{id, Reputation::kCostMinor}});
    out.push_back({CollatorSideEffect::Disconnect{id}});
    disconnect(id);
}

// --- offers ---

bool CollatorSide::is_interested(const Peer& peer, const Hash256& block) const {
    return std::any_of(peer.heads.begin(), peer.heads.end(), [&](const Hash256& head) {
        const auto* allowed = view_.allowed_at(head);
        return allowed != nullptr && std::find(allowed->begin(), allowed->end(), block) != allowed->end();
    });
}

std::optional<CollationMessage> CollatorSide::message_of(const Block& block, const StoredSegment& segment,
                                                         const Hash256& hash, uint8_t version) const {
    if (version == 4) return AdvertiseSegment{hash, declaration_.para_id, segment.version, segment.candidates};
    const CandidateFingerprint& newest = segment.candidates[segment.candidates.size() - 1];
    const auto tip = block.collations.find(newest.output_head_data_hash);
    if (tip == block.collations.end()) return std::nullopt;
    if (version == 3) {
        return CollatorMessageV3{CollatorMessageV3::Inner{
            AdvertiseCollationV3{hash, tip->second.hash, newest.parent_head_data_hash, segment.version,
                                 tip->second.collation.receipt.descriptor.relay_parent}}};
    }
    // Over /2 nobody takes receipts of version 3.
    if (segment.version.is_v3()) return std::nullopt;
    return CollatorMessageV2{
        CollatorMessageV2::Inner{AdvertiseCollationV2{hash, tip->second.hash, newest.parent_head_data_hash}}};
}

void CollatorSide::advertise(const PeerId& id, const Peer& peer, const Hash256& hash, Effects& out) {
    const auto found = blocks_.find(hash);
    if (found == blocks_.end()) return;
    Block& block = found->second;
    for (const auto& [core, segment] : block.segments) {
        Group& group = block.groups.at(core);
        if (!shares_key(peer.authorities, group.validators)) continue;
        const bool is_told = std::any_of(peer.authorities.begin(), peer.authorities.end(),
                                         [&](const AuthorityId& key) { return group.told.contains(key); });
        auto message = is_told ? std::nullopt : message_of(block, segment, hash, peer.version);
        if (!message) continue;
        out.push_back({CollatorSideEffect::Send{id, *std::move(message)}});
        group.told.insert(peer.authorities.begin(), peer.authorities.end());
        for (const CandidateFingerprint& one : segment.candidates) {
            const auto stored = block.collations.find(one.output_head_data_hash);
            if (stored != block.collations.end() && stored->second.stage == Stage::kCreated) {
                stored->second.stage = Stage::kAdvertised;
            }
        }
    }
}

void CollatorSide::advertise_all(const PeerId& id, const Peer& peer, Effects& out) {
    for (const auto& [hash, block] : blocks_) {
        if (!block.segments.empty() && is_interested(peer, hash)) advertise(id, peer, hash, out);
    }
}

bool CollatorSide::distribute(OwnSegment segment, Effects& out) {
    const auto found = blocks_.find(segment.scheduling_parent);
    if (found == blocks_.end()) return false;
    Block& block = found->second;
    const auto group = block.groups.find(segment.core);
    if (group == block.groups.end() || group->second.validators.empty() || block.segments.contains(segment.core)) {
        return false;
    }
    if (segment.collations.empty() || segment.collations.size() > kMaxSegmentCandidates) return false;
    StoredSegment stored{v9::version_of(segment.collations.front().receipt.descriptor), {}};
    for (const OwnCollation& one : segment.collations) {
        const auto& descriptor = one.receipt.descriptor;
        if (v9::version_of(descriptor) != stored.version ||
            v9::scheduling_parent_of(descriptor) != segment.scheduling_parent) {
            return false;
        }
        SERINUS_ASSERT(stored.candidates.try_push({descriptor.para_head, hashing::blake2b_256(one.parent_head._0), 0}));
    }
    for (OwnCollation& one : segment.collations) {
        const Hash256 head = one.receipt.descriptor.para_head;
        const CandidateHash hash = one.receipt.hash();
        if (!block.collations.try_emplace(head, Stored{std::move(one), hash, segment.core, Stage::kCreated}).second) {
            continue;
        }
        block.order.push_back(head);
    }
    block.segments.emplace(segment.core, std::move(stored));
    update_connections(out);
    for (const auto& [id, peer] : peers_) {
        if (is_interested(peer, segment.scheduling_parent)) advertise(id, peer, segment.scheduling_parent, out);
    }
    return true;
}

// --- requests ---

CollatorSide::Stored* CollatorSide::find_collation(Block& block, const Request& request) const {
    if (std::holds_alternative<CollationRequestV1>(request)) {
        return block.order.empty() ? nullptr : &block.collations.at(block.order.front());
    }
    if (const auto* by_head = std::get_if<CollationRequestV3>(&request)) {
        const auto found = block.collations.find(by_head->output_head_data_hash);
        return found == block.collations.end() ? nullptr : &found->second;
    }
    const CandidateHash& hash = std::get<CollationRequestV2>(request).candidate_hash;
    for (auto& [head, stored] : block.collations) {
        if (stored.hash == hash) return &stored;
    }
    return nullptr;
}

void CollatorSide::on_request(uint64_t id, const PeerId& peer, const Request& request, Millis now, Effects& out) {
    const auto [hash, para] =
        std::visit([](const auto& one) { return std::pair(one.scheduling_parent, one.para_id); }, request);
    const auto found = blocks_.find(hash);
    Stored* stored =
        found == blocks_.end() || para != declaration_.para_id ? nullptr : find_collation(found->second, request);
    if (stored == nullptr) {
        out.push_back({CollatorSideEffect::Refuse{id}});
        return;
    }
    Block& block = found->second;
    const Hash256 head = stored->collation.receipt.descriptor.para_head;
    if (!block.asked.emplace(peer, head).second) {
        out.push_back({CollatorSideEffect::Judged{peer, Reputation::kCostMinor}});
        out.push_back({CollatorSideEffect::Refuse{id}});
        return;
    }
    if (stored->stage < Stage::kRequested) stored->stage = Stage::kRequested;
    uploads_.emplace(id, hash);
    block.waiting.push_back({id, peer, head, static_cast<uint8_t>(request.index() + 1)});
    if (!block.active) start_next(block, now, out);
}

void CollatorSide::start_next(Block& block, Millis now, Effects& out) {
    block.active.reset();
    if (block.waiting.empty()) return;
    const Upload upload = block.waiting.front();
    block.waiting.pop_front();
    const OwnCollation& one = block.collations.at(upload.output_head_hash).collation;
    CollationWithParentHead with{one.receipt, one.pov, one.parent_head};
    if (upload.version == 3) {
        out.push_back({CollatorSideEffect::Answer{upload.id, CollationResponseV3{std::move(with)}}});
    } else if (upload.version == 2) {
        out.push_back({CollatorSideEffect::Answer{upload.id, CollationResponse{std::move(with)}}});
    } else {
        out.push_back({CollatorSideEffect::Answer{upload.id, CollationResponse{Collation{one.receipt, one.pov}}}});
    }
    block.active.emplace(upload, now + kUploadTime);
}

void CollatorSide::on_sent(uint64_t id, Millis now, Effects& out) {
    const auto upload = uploads_.extract(id);
    const auto found = upload ? blocks_.find(upload.mapped()) : blocks_.end();
    if (found == blocks_.end()) return;
    Block& block = found->second;
    // One that took too long was passed over: the next one is under way already.
    if (!block.active || block.active->first.id != id) return;
    const Upload& done = block.active->first;
    block.asked.erase({done.peer, done.output_head_hash});
    block.collations.at(done.output_head_hash).stage = Stage::kSent;
    start_next(block, now, out);
}

void CollatorSide::on_time(Millis now, Effects& out) {
    for (auto& [hash, block] : blocks_) {
        if (!block.active || now < block.active->second) continue;
        start_next(block, now, out);
    }
}

std::optional<Millis> CollatorSide::wake_at() const {
    std::optional<Millis> out;
    for (const auto& [hash, block] : blocks_) {
        if (block.active) out = std::min(out.value_or(block.active->second), block.active->second);
    }
    return out;
}

std::optional<CollatorSide::Stage> CollatorSide::stage_of(const Hash256& scheduling_parent,
                                                          const CandidateHash& hash) const {
    const auto block = blocks_.find(scheduling_parent);
    if (block == blocks_.end()) return std::nullopt;
    for (const auto& [head, stored] : block->second.collations) {
        if (stored.hash == hash) return stored.stage;
    }
    return std::nullopt;
}

}  // namespace serinus::parachain
