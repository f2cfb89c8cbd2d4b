#include "services/discovery/authorities.hpp"

#include "platform/log.hpp"

namespace serinus::services {

Authorities::Authorities(Ask ask, const crypto::NodeKeys* keys, platform::Scheduler& scheduler,
                         const crypto::ed25519::Seed& node_key, OnAuthorities on_authorities)
    : ask_(std::move(ask)),
      keys_(keys),
      scheduler_(scheduler),
      node_key_(node_key),
      on_authorities_(std::move(on_authorities)),
      lane_(scheduler.make_lane({.name = "authorities", .max_waiting = 4, .runs_on = platform::WorkClass::kRuntime})) {}

void Authorities::request_authorities() {
    // Refused: an answer is on its way.
    (void)lane_->post([this] { look_up(); });
}

void Authorities::look_up() {
    auto all = ask_();
    if (!all) {
        log::debug("sub-authority-discovery", [&] { return "The authorities are not known: " + all.error().reason; });
        return;
    }
    std::vector<AuthorityId> own;
    if (keys_ != nullptr) {
        for (const AuthorityId& one : *all) {
            if (keys_->has(crypto::key_types::kAuthorityDiscovery, one.bytes)) own.push_back(one);
        }
    }
    on_authorities_(*std::move(all), std::move(own));
}

std::optional<Bytes> Authorities::sign(const AuthorityId& authority, BytesView message) {
    if (keys_ == nullptr) return std::nullopt;
    return keys_->sign(crypto::key_types::kAuthorityDiscovery, crypto::Scheme::kSr25519, authority.bytes, message);
}

Bytes Authorities::sign_as_peer(BytesView message) { return to_bytes(crypto::ed25519::sign(node_key_, message).bytes); }

uint128_t Authorities::unix_time_ns() { return uint128_t{scheduler_.unix_now_ms()} * 1'000'000; }

}  // namespace serinus::services
