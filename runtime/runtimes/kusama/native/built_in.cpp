#include "runtime/runtimes/kusama/native/built_in.hpp"

namespace serinus::kusama {

#ifdef SERINUS_HAS_RUNTIME

namespace {

constexpr uint8_t kCode[] = {
#embed "runtime.compressed.wasm"
};
constexpr char kDevelopment[] = {
#embed "development.json"
};
constexpr char kLocalTestnet[] = {
#embed "local_testnet.json"
};
constexpr char kStakingTestnet[] = {
#embed "staking_testnet.json"
};
constexpr uint8_t kProperCode[] = {
#embed "../kusama_runtime_proper/runtime.compressed.wasm"
};
constexpr char kProper[] = {
#embed "../kusama_runtime_proper/development.json"
};
constexpr chain::BuiltInRuntime kRuntime = {.code = kCode,
                                            .development_patch = {kDevelopment, sizeof kDevelopment},
                                            .local_testnet_patch = {kLocalTestnet, sizeof kLocalTestnet},
                                            .staking_testnet_patch = {kStakingTestnet, sizeof kStakingTestnet},
                                            .proper_code = kProperCode,
                                            .proper_patch = {kProper, sizeof kProper}};

}  // namespace

const chain::BuiltInRuntime* built_in_runtime() noexcept { return &kRuntime; }

#else

const chain::BuiltInRuntime* built_in_runtime() noexcept { return nullptr; }

#endif

}  // namespace serinus::kusama
