/// The names of the protocols of a chain.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "chain/spec/chain_spec.hpp"

namespace serinus::protocols {

/// Spec: sect-protocols-substreams
class ProtocolNames {
  public:
    ProtocolNames(const chain::ChainSpec& spec, const Hash256& genesis);

    /// "/<genesis hash>[/<fork id>]/<name>"
    std::string of(std::string_view name) const { return chain_ + "/" + std::string(name); }
    /// Beside that "/<protocol id>/<name>", as nodes called it before.
    std::vector<std::string> with_legacy(std::string_view name) const {
        return {of(name), legacy_ + "/" + std::string(name)};
    }

  private:
    std::string chain_;
    std::string legacy_;
};

}  // namespace serinus::protocols
