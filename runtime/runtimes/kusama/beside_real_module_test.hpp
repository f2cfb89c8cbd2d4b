/// Our composition natively beside the real Kusama 1.7.1, both on the genesis that the real one makes of its preset
/// `local_testnet`.
#pragma once

#include "chain/spec/genesis_builder.hpp"
#include "runtime/runtimes/kusama/api.hpp"
#include "runtime/runtimes/kusama/metadata/real_module_test.hpp"
#include "runtime/runtimes/kusama/runtime.hpp"
#include "runtime/sdk/host/native/session.hpp"
#include "runtime_api/genesis_builder.hpp"

namespace serinus::kusama {

class BesideRealModule : public RealModule {
  protected:
    void SetUp() override {
        RealModule::SetUp();
        if (!IsSkipped()) genesis_ = made_genesis();
        begin_at_genesis();
    }
    void TearDown() override { sdk::native::state().reset(); }

    /// The state that both begin with.
    const std::map<Bytes, Bytes>& genesis() const noexcept { return genesis_; }

    /// What the real module answers on the genesis.
    Bytes real_answer(std::string_view method, BytesView arguments) {
        return call_on(genesis_, method, arguments).first;
    }
    /// What ours answers on it.
    Bytes our_answer(std::string_view method, BytesView arguments) {
        begin_at_genesis();
        return sdk::call_runtime_api<RuntimeApis>(method, arguments).value_or(Bytes{});
    }

  private:
    void begin_at_genesis() {
        sdk::native::state().reset();
        for (const auto& [key, value] : genesis_) sdk::native::state().set(key, value);
    }
    std::map<Bytes, Bytes> made_genesis() {
        using runtime_api::genesis_builder::kGetPreset;
        const auto whole = ask(kGetPreset, std::nullopt), patch = ask(kGetPreset, std::string("local_testnet"));
        if (!whole || !*whole || !patch || !*patch) return {};
        auto [answer, entries] =
            call_on({}, "GenesisBuilder_build_state", scale::encode(chain::merge_json(**whole, **patch)));
        EXPECT_EQ(answer, Bytes{0}) << as_text(answer);
        return std::move(entries);
    }

    std::map<Bytes, Bytes> genesis_;
};

}  // namespace serinus::kusama
