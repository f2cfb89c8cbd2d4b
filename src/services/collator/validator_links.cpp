#include "services/collator/validator_links.hpp"

namespace serinus::services::paras {

void ValidatorLinks::set_authorities(AuthorityIds all, Millis now) {
    all_ = std::move(all);
    on_timer(now);
}

void ValidatorLinks::ask_again(Millis now) {
    for (network::PeerSet* const set : sets_) set->ask_reserved(now);
}

std::optional<uint8_t> ValidatorLinks::version_of(const PeerId& peer) const {
    const auto found = versions_.find(peer);
    return found == versions_.end() ? std::nullopt : std::optional(found->second);
}

void ValidatorLinks::find_peers(Millis now) {
    std::map<PeerId, uint8_t> versions;
    for (const AuthorityId& authority : all_) {
        const auto entry = directory_.find(authority);
        if (!entry) continue;
        for (const auto& address : entry->addresses) peers_.add_address(entry->peer, address, now);
        versions.try_emplace(entry->peer, version_of(entry->peer).value_or(kNewest));
    }
    versions_ = std::move(versions);
}

void ValidatorLinks::on_unsupported(const PeerId& peer, uint8_t version, Millis now) {
    const auto found = versions_.find(peer);
    if (found == versions_.end() || found->second != version || version == kOldest) return;
    --found->second;
    reserve(now);
}

/// It may come back as a newer program, and one that speaks none of the versions is asked for the oldest until then.
void ValidatorLinks::on_peer_gone(const PeerId& peer, Millis now) {
    const auto found = versions_.find(peer);
    if (found == versions_.end() || found->second == kNewest) return;
    found->second = kNewest;
    reserve(now);
}

void ValidatorLinks::reserve(Millis now) {
    std::array<std::set<PeerId>, std::tuple_size_v<Sets>> reserved;
    for (const auto& [peer, version] : versions_) reserved.at(version - kOldest).insert(peer);
    for (size_t i = 0; i < sets_.size(); ++i) {
        if (sets_[i]->reserved() != reserved[i]) sets_[i]->set_reserved(std::move(reserved[i]), now);
    }
}

void ValidatorLinks::on_timer(Millis now) {
    find_peers(now);
    reserve(now);
    next_ = all_.empty() ? std::nullopt : std::optional(now + kIntervalMs);
}

}  // namespace serinus::services::paras
