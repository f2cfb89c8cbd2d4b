/// The runtime of a state that the command line names: what `serinus runtime …` asks.
#pragma once

#include "chain/import/runtime_source.hpp"
#include "cli/chain_command.hpp"
#include "runtime_api/on_state.hpp"
#include "state/backend.hpp"
#include "state/overlay.hpp"

namespace serinus::cli {

/// Which runtime is asked on which state: that of a chain, of a file, or a runtime on nothing.
struct RuntimeOnStateOptions {
    ChainCommandOptions chain;
    std::string state_file;
    std::string runtime_file;
    std::string at;
};

void add_runtime_on_state_options(Arguments command, RuntimeOnStateOptions& options);

/// A state and what runs on it.
class RuntimeOnState {
  public:
    /// On a failure it is told on stderr.
    static std::unique_ptr<RuntimeOnState> open_or_report(const RuntimeOnStateOptions& options);

    Result<chain::LoadedRuntime, chain::ChainError> load() { return runtimes_->load(*overlay_, number_); }

    /// Errors are sentences.
    template <class Value, class... Arguments>
    Result<Value, std::string> ask(const runtime_api::Call<Value(Arguments...)>& call,
                                   const std::type_identity_t<Arguments>&... arguments) {
        const auto loaded = load();
        if (!loaded) return Err(loaded.error().reason);
        auto answer = runtime_api::call({runtimes_->executor(), *loaded->runtime, *overlay_}, call, arguments...);
        if (!answer) return Err(answer.error().to_string());
        return *std::move(answer);
    }
    /// The function that a user names.
    Result<Bytes, std::string> call(std::string_view method, BytesView arguments);

  private:
    bool open(const RuntimeOnStateOptions& options);
    bool open_file(const RuntimeOnStateOptions& options);
    bool open_code(const RuntimeOnStateOptions& options);
    bool open_genesis(const RuntimeOnStateOptions& options, chain::ChainSpec spec);
    bool open_block(const RuntimeOnStateOptions& options);

    // In the order in which one needs the other.
    chain::ChainSpec spec_;
    std::optional<OpenChain> chain_;
    std::unique_ptr<executor::Executor> executor_;
    std::unique_ptr<chain::RuntimeSource> own_runtimes_;
    chain::RuntimeSource* runtimes_ = nullptr;
    std::unique_ptr<state::Backend> backend_;
    std::optional<state::Overlay> overlay_;
    primitives::BlockNumber number_ = 0;
};

}  // namespace serinus::cli
