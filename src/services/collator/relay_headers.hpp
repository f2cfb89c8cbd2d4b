/// The headers of the relay chain as those read them who follow its leaves.
#pragma once

#include "collator/relay_chain.hpp"
#include "services/parachain/leaves/relay_state.hpp"

namespace serinus::services::paras {

class RelayHeaders final : public Headers {
  public:
    explicit RelayHeaders(collator::RelayChain& chain) : chain_(chain) {}

    std::shared_ptr<const primitives::Header> find_header(const Hash256& hash) override {
        const auto found = chain_.find_header(hash);
        return found ? *found : nullptr;
    }

  private:
    collator::RelayChain& chain_;
};

}  // namespace serinus::services::paras
