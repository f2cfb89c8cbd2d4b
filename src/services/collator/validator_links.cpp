#include "services/collator/validator_links.hpp"

namespace serinus::services::paras {

void ValidatorLinks::set_authorities(AuthorityIds all, Millis now) {
    all_ = std::move(all);
    on_timer(now);
}

std::optional<uint8_t> ValidatorLinks::version_of(const PeerId& peer) const {
    const auto found = links_.find(peer);
    return found == links_.end() ? std::nullopt : std::optional(found->second.version);
}

void ValidatorLinks::find_peers(Millis now) {
    std::map<PeerId, Link> links;
    for (const AuthorityId& authority : all_) {
        const auto entry = directory_.find(authority);
        if (!entry) continue;
        for (const auto& address : entry->addresses) peers_.add_address(entry->peer, address, now);
        const auto known = links_.find(entry->peer);
        links.try_emplace(entry->peer, known == links_.end() ? Link{} : known->second);
    }
    links_ = std::move(links);
}

void ValidatorLinks::try_older_version(const PeerId& peer, Link& link, Millis now) const {
    if (!core_.is_connected(peer) || set_of(link.version).has(peer)) return link.since.reset();
    if (!link.since) link.since = now;
    if (now - *link.since < kPatienceMs) return;
    link = {.version = link.version == kOldest ? kNewest : static_cast<uint8_t>(link.version - 1), .since = now};
}

void ValidatorLinks::reserve(Millis now) {
    std::array<std::set<PeerId>, std::tuple_size_v<Sets>> reserved;
    for (const auto& [peer, link] : links_) reserved.at(link.version - kOldest).insert(peer);
    for (size_t i = 0; i < sets_.size(); ++i) {
        if (sets_[i]->reserved() != reserved[i]) sets_[i]->set_reserved(std::move(reserved[i]), now);
    }
}

void ValidatorLinks::on_timer(Millis now) {
    find_peers(now);
    for (auto& [peer, link] : links_) try_older_version(peer, link, now);
    reserve(now);
    next_ = all_.empty() ? std::nullopt : std::optional(now + kIntervalMs);
}

}  // namespace serinus::services::paras
