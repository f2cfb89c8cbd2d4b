#include "parachain/statements/distribution.hpp"

namespace serinus::parachain {

StatementSession StatementSession::of(const polkadot_primitives::v5::SessionInfo& session,
                                      uint32_t minimum_backing_votes, std::optional<ValidatorIndex> own) {
    StatementSession out{session.validator_groups._0, {}, {}, minimum_backing_votes, own};
    out.validators.reserve(session.validators.size());
    for (const auto& key : session.validators._0) out.validators.push_back({key._0._0});
    out.discovery_keys.reserve(session.discovery_keys.size());
    for (const auto& key : session.discovery_keys) out.discovery_keys.push_back(key._0._0);
    return out;
}

Bits StatementDistribution::Block::disabled_of(const std::vector<ValidatorIndex>& group) const {
    Bits out(group.size());
    for (size_t i = 0; i < group.size(); ++i) {
        if (disabled.contains(group[i])) out.set(i, true);
    }
    return out;
}

bool StatementDistribution::Block::is_group_of(ParaId para, GroupIndex group) const {
    const auto groups = groups_of_para.find(para);
    return groups != groups_of_para.end() && groups->second.contains(group);
}

StatementDistribution::Block* StatementDistribution::find_block(const Hash256& hash) {
    const auto found = blocks_.find(hash);
    return found == blocks_.end() ? nullptr : &found->second;
}

// --- leaves ---

void StatementDistribution::set_grid(Session& session, const Topology& topology) const {
    session.view.emplace(session.facts->groups, topology.grid, topology.own);
    session.is_in_grid = topology.own.has_value();
}

void StatementDistribution::add_block(const SchedulingFacts& facts) {
    const auto [found, is_new] = sessions_.try_emplace(
        facts.session,
        Session{facts.facts, Groups(facts.facts->groups, facts.facts->minimum_backing_votes), {}, {}, false});
    Session& session = found->second;
    if (is_new) {
        for (size_t i = 0; i < facts.facts->discovery_keys.size(); ++i) {
            session.authorities[facts.facts->discovery_keys[i]] = {static_cast<uint32_t>(i)};
        }
        const auto topology = topologies_.find(facts.session);
        if (topology != topologies_.end()) set_grid(session, topology->second);
    }
    Block block;
    block.hash = facts.hash;
    block.session = facts.session;
    block.disabled = facts.disabled;
    block.claims = polkadot_primitives::v9::transpose(facts.claim_queue);
    const size_t cores = session.groups.all().size();
    for (const auto& [core, paras] : facts.claim_queue) {
        const GroupIndex group = group_of_core(facts.rotation, core, cores);
        block.paras_of_group[group] = paras;
        for (const ParaId para : paras) block.groups_of_para[para].insert(group);
    }
    const auto place = session.facts->own ? session.groups.place_of(*session.facts->own) : std::nullopt;
    if (place) {
        std::vector<ParaId> paras = block.paras_of_group[place->group];
        const size_t limit = paras.size();
        block.own.emplace(Own{*session.facts->own, place->group, std::move(paras),
                              ClusterTracker(*session.groups.find(place->group), limit)});
    }
    blocks_.emplace(facts.hash, std::move(block));
}

void StatementDistribution::activate(const StatementLeaf& leaf, Effects& out) {
    SERINUS_ASSERT(!leaf.path.empty());
    const Hash256 hash = leaf.path.front();
    if (view_.contains_leaf(hash)) return;
    view_.activate(leaf.path, leaf.number);
    for (const SchedulingFacts& facts : leaf.blocks) {
        if (facts.facts != nullptr && view_.contains(facts.hash) && !blocks_.contains(facts.hash)) add_block(facts);
    }
    // Peers that were first to know the leaf.
    for (auto& [id, peer] : peers_) {
        if (!peer.heads.contains(hash)) continue;
        std::vector<Hash256> fresh;
        for (const Hash256& block : leaf.path) {
            if (peer.implicit.insert(block).second) fresh.push_back(block);
        }
        for (const Hash256& block : fresh) send_pending(id, block, out);
    }
    update_membership(candidates_.hypotheticals(), hash, out);
}

void StatementDistribution::deactivate(const Hash256& leaf) {
    if (!view_.contains_leaf(leaf)) return;
    for (const Hash256& gone : view_.deactivate(leaf)) {
        blocks_.erase(gone);
        requests_.remove_scheduling_parent(gone);
        for (auto& [id, peer] : peers_) peer.implicit.erase(gone);
    }
    candidates_.deactivate({leaf}, [&](const Hash256& block) { return blocks_.contains(block); });
    std::set<SessionIndex> needed;
    for (const auto& [hash, block] : blocks_) needed.insert(block.session);
    std::erase_if(sessions_, [&](const auto& session) { return !needed.contains(session.first); });
}

void StatementDistribution::set_topology(SessionIndex session, SessionGrid grid, std::optional<ValidatorIndex> own,
                                         Effects& out) {
    const Topology& topology = topologies_.insert_or_assign(session, Topology{std::move(grid), own}).first->second;
    const auto found = sessions_.find(session);
    if (found != sessions_.end()) {
        set_grid(found->second, topology);
        for (auto& [hash, block] : blocks_) {
            if (block.session != session) continue;
            for (const CandidateHash& candidate : std::exchange(block.backed_without_grid, {})) {
                provide_to_grid(block, candidate, out);
            }
        }
    }
    while (topologies_.size() > kMaxTopologies) topologies_.erase(topologies_.begin());
}

// --- peers ---

void StatementDistribution::connect(const PeerId& id, std::set<AuthorityId> authorities) {
    if (peers_.contains(id)) return;
    std::erase_if(authorities, [&](const AuthorityId& key) { return !authorities_.try_emplace(key, id).second; });
    peers_.emplace(id, Peer{{}, {}, std::move(authorities)});
}

void StatementDistribution::set_authorities(const PeerId& id, std::set<AuthorityId> authorities) {
    const auto found = peers_.find(id);
    if (found == peers_.end()) return;
    std::erase_if(authorities_,
                  [&](const auto& entry) { return entry.second == id && !authorities.contains(entry.first); });
    for (const AuthorityId& key : authorities) {
        const auto [entry, is_new] = authorities_.try_emplace(key, id);
        if (is_new || entry->second == id) continue;
        // Authority discovery has learned better: the other peer has the key no more.
        if (const auto other = peers_.find(entry->second); other != peers_.end()) other->second.authorities.erase(key);
        entry->second = id;
    }
    found->second.authorities = std::move(authorities);
}

void StatementDistribution::disconnect(const PeerId& id) {
    const auto found = peers_.find(id);
    if (found == peers_.end()) return;
    for (const AuthorityId& key : found->second.authorities) {
        const auto entry = authorities_.find(key);
        if (entry != authorities_.end() && entry->second == id) authorities_.erase(entry);
    }
    peers_.erase(found);
}

void StatementDistribution::on_view(const PeerId& id, const View& view, Effects& out) {
    const auto found = peers_.find(id);
    if (found == peers_.end()) return;
    Peer& peer = found->second;
    std::set<Hash256> implicit;
    peer.heads.clear();
    for (size_t i = 0; i < std::min(view.heads.size(), kMaxViewHeads); ++i) {
        peer.heads.insert(view.heads[i]);
        if (const auto* allowed = view_.allowed_at(view.heads[i])) implicit.insert(allowed->begin(), allowed->end());
    }
    const std::set<Hash256> before = std::exchange(peer.implicit, implicit);
    for (const Hash256& block : implicit) {
        if (!before.contains(block)) send_pending(id, block, out);
    }
}

std::vector<ValidatorIndex> StatementDistribution::validators_of(const Peer& peer, const Session& session) const {
    std::vector<ValidatorIndex> out;
    for (const AuthorityId& key : peer.authorities) {
        const auto validator = session.authorities.find(key);
        if (validator != session.authorities.end()) out.push_back(validator->second);
    }
    return out;
}

const PeerId* StatementDistribution::peer_of(const Session& session, ValidatorIndex validator) const {
    const auto& keys = session.facts->discovery_keys;
    const auto found = validator._0 < keys.size() ? authorities_.find(keys[validator._0]) : authorities_.end();
    return found == authorities_.end() ? nullptr : &found->second;
}

const PeerId* StatementDistribution::peer_knowing(const Block& block, ValidatorIndex validator) const {
    const PeerId* id = peer_of(session_of(block), validator);
    if (id == nullptr) return nullptr;
    const auto peer = peers_.find(*id);
    return peer != peers_.end() && peer->second.knows(block.hash) ? id : nullptr;
}

void StatementDistribution::on_message(const PeerId& peer, const StatementMessage& message, Effects& out) {
    if (!peers_.contains(peer)) return;
    if (const auto* statement = std::get_if<StatementMessage::Statement>(&message.v)) {
        on_statement(peer, *statement, out);
    } else if (const auto* manifest = std::get_if<StatementMessage::Manifest>(&message.v)) {
        on_manifest(peer, manifest->_0, out);
    } else {
        on_acknowledgement(peer, std::get<StatementMessage::Known>(message.v)._0, out);
    }
}

std::optional<StatementFilter> StatementDistribution::statements_on(const CandidateHash& candidate) const {
    const auto* confirmed = candidates_.find_confirmed(candidate);
    if (confirmed == nullptr) return std::nullopt;
    const auto block = blocks_.find(confirmed->scheduling_parent);
    if (block == blocks_.end()) return std::nullopt;
    return block->second.store.filter_of(session_of(block->second).groups, confirmed->group, candidate);
}

}  // namespace serinus::parachain
