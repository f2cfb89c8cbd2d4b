/// The chain, the keystore and the clock, as authority discovery uses them.
#pragma once

#include "crypto/node_keys.hpp"
#include "network/discovery/authority_discovery.hpp"
#include "platform/scheduler.hpp"
#include "runtime_api/call.hpp"

namespace serinus::services {

class Authorities final : public network::discovery::AuthoritySource {
  public:
    using AuthorityId = network::discovery::AuthorityId;
    /// On a lane of its own: the current and next authorities, and which of them have a key here.
    using OnAuthorities = std::function<void(std::vector<AuthorityId> all, std::vector<AuthorityId> own)>;

    /// The current and next authorities as the chain says at its best block.
    using Ask = std::function<runtime_api::OrCallError<std::vector<AuthorityId>>()>;

    /// `keys` nullptr: the node is no authority.
    Authorities(Ask ask, const crypto::NodeKeys* keys, platform::Scheduler& scheduler,
                const crypto::ed25519::Seed& node_key, OnAuthorities on_authorities);

    void request_authorities() override;
    std::optional<Bytes> sign(const AuthorityId& authority, BytesView message) override;
    Bytes sign_as_peer(BytesView message) override;
    uint128_t unix_time_ns() override;

    /// No more answers.
    void stop() { lane_->close(); }

  private:
    void look_up();

    Ask ask_;
    const crypto::NodeKeys* keys_;
    platform::Scheduler& scheduler_;
    crypto::ed25519::Seed node_key_;
    OnAuthorities on_authorities_;
    std::unique_ptr<platform::Lane> lane_;
};

}  // namespace serinus::services
