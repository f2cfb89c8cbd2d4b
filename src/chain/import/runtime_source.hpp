/// Which runtime runs on a state: the one in the state, or a substitute that the specification names.
#pragma once

#include <functional>
#include <memory>

#include "chain/import/header_verifier.hpp"
#include "chain/spec/chain_spec.hpp"
#include "executor/executor.hpp"

namespace serinus::chain {

struct LoadedRuntime {
    std::shared_ptr<const executor::Runtime> runtime;
    executor::RuntimeVersion version;

    /// The version of an API such as "BabeApi"; nullopt: the runtime lacks it.
    std::optional<uint32_t> find_api(std::string_view name) const;
};

/// Loads runtimes of states. One thread at a time.
///
/// A substitute with the spec version of the code in the state takes its place from the given block on: it repairs a
/// runtime that cannot go on by itself, until the chain upgrades.
/// Observed: polkadot 1.25.1: the rule of the Substrate client's WasmSubstitutes, of which the specification does not
/// speak.
class RuntimeSource {
  public:
    /// The number of a block of older files, which name it by hash; nullopt: not known (yet).
    using NumberOf = std::function<std::optional<primitives::BlockNumber>(const Hash256&)>;

    /// `executor` and `substitutes` must outlive this. Their code is looked at when it is first needed.
    RuntimeSource(executor::Executor& executor, const std::vector<CodeSubstitute>& substitutes,
                  NumberOf number_of = {});
    ~RuntimeSource();

    /// For the state after the block of this number. Errors: kRuntime, kState.
    Result<LoadedRuntime, ChainError> load(state::Overlay& state, primitives::BlockNumber number);

    executor::Executor& executor() noexcept;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace serinus::chain
