#include "network/discovery/reserved_authorities.hpp"

namespace serinus::network::discovery {

void ReservedAuthorities::set_authorities(std::set<AuthorityId> all, Millis now) {
    all_ = std::move(all);
    on_timer(now);
}

void ReservedAuthorities::on_timer(Millis now) {
    std::set<PeerId> found;
    missing_ = 0;
    for (const AuthorityId& authority : all_) {
        const auto entry = directory_.find(authority);
        if (!entry) {
            ++missing_;
            continue;
        }
        for (const Multiaddr& address : entry->addresses) peers_.add_address(entry->peer, address, now);
        found.insert(entry->peer);
    }
    set_.set_reserved(std::move(found), now);
    constexpr size_t kShare = 3;
    next_ = now + (kShare * missing_ > all_.size() ? options_.short_interval_ms : options_.long_interval_ms);
    if (all_.empty()) next_.reset();
}

}  // namespace serinus::network::discovery
