/// Answers that are the same as long as the runtime is.
#pragma once

#include <array>
#include <mutex>

#include "rpc/services.hpp"

namespace serinus::rpc {

/// The texts of state_getRuntimeVersion and state_getMetadata, as they are sent, by runtime: blocks with the same code
/// share one, so that an upgrade, or a look at a block before it, has texts of its own. Any thread.
class RuntimeTexts {
  public:
    using Text = std::shared_ptr<const std::string>;

    Result<Text, RpcError> version(chain::Client& client, const Hash256& block);
    Result<Text, RpcError> metadata(chain::Client& client, const Call& call, const Hash256& block);

  private:
    struct Texts {
        std::weak_ptr<const executor::Runtime> runtime;  ///< compiled code is large, and its owner counts what it keeps
        Text version, metadata;
    };
    using Which = Text Texts::*;
    Text find(const std::shared_ptr<const executor::Runtime>& runtime, Which which);
    Text keep(const std::shared_ptr<const executor::Runtime>& runtime, Which which, std::string text);

    std::mutex mutex_;
    std::array<Texts, 2> texts_;  ///< before and after an upgrade; the last used is the first
};

}  // namespace serinus::rpc
