/// The relay chain of a node in the same process.
#pragma once

#include <map>
#include <mutex>

#include "chain/client/client.hpp"
#include "collator/relay_chain.hpp"

namespace serinus::collator {

class ClientRelayChain final : public RelayChain {
  public:
    /// `client` must outlive the use of this, but not this.
    explicit ClientRelayChain(chain::Client& client);
    ~ClientRelayChain() override;

    chain::BlockId best() override { return client_.best(); }
    chain::BlockId finalized() override { return client_.finalized(); }
    Result<std::shared_ptr<const primitives::Header>, std::string> find_header(const Hash256& block) override;
    runtime_api::BlockCalls& calls() override { return client_.calls(); }
    Result<std::unique_ptr<RelayState>, std::string> state_of(const Hash256& block) override;
    bool is_behind() override { return false; }
    void add_listener(RelayChainListener& listener) override;
    void remove_listener(RelayChainListener& listener) override;

  private:
    class Ear;

    chain::Client& client_;
    std::mutex mutex_;
    std::map<RelayChainListener*, std::unique_ptr<Ear>> ears_;
};

}  // namespace serinus::collator
