/// The chain as the parts of a validator see it.
#pragma once

#include "chain/client/client.hpp"
#include "network/discovery/authority_directory.hpp"
#include "services/parachain/availability/availability.hpp"

namespace serinus::services::paras {

class ChainView final : public Headers, public FinalChain {
  public:
    explicit ChainView(chain::Client& client) : client_(client) {}

    std::shared_ptr<const primitives::Header> find_header(const Hash256& hash) override {
        const auto found = client_.find_header(hash);
        return found ? *found : nullptr;
    }
    std::optional<Hash256> find_final(parachain::BlockNumber number) override {
        if (number > client_.finalized().number) return std::nullopt;
        const auto found = client_.find_hash(number);
        return found ? *found : std::nullopt;
    }

  private:
    chain::Client& client_;
};

class DirectoryPeers final : public AuthorityPeers {
  public:
    explicit DirectoryPeers(const network::discovery::AuthorityDirectory& directory) : directory_(directory) {}

    std::optional<PeerId> find_peer(const AuthorityId& authority) const override {
        const auto found = directory_.find(authority);
        return found ? std::optional(found->peer) : std::nullopt;
    }

    AuthorityIds find_authorities(const PeerId& peer) const override {
        const auto found = directory_.authorities_of(peer);
        return {found.begin(), found.end()};
    }

  private:
    const network::discovery::AuthorityDirectory& directory_;
};

}  // namespace serinus::services::paras
