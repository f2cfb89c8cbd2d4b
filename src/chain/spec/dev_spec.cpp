#include "chain/spec/dev_spec.hpp"

namespace serinus::chain {
namespace {

ChainSpec spec_with(BytesView code, std::string_view patch) {
    ChainSpec spec;
    spec.protocol_id = "dot";
    spec.properties = JsonText{R"({"ss58Format":2,"tokenDecimals":12,"tokenSymbol":"KSM"})"};
    spec.genesis = RuntimeGenesis{
        .form = RuntimeGenesis::Form::kPatch, .config = JsonText{std::string(patch)}, .code = to_bytes(code)};
    return spec;
}

}  // namespace

ChainSpec development_spec(const BuiltInRuntime& runtime) {
    ChainSpec spec = spec_with(runtime.code, runtime.development_patch);
    spec.name = "Kusama Development";
    spec.id = "kusama_dev";
    spec.chain_type.kind = ChainType::Kind::kDevelopment;
    return spec;
}

ChainSpec local_testnet_spec(const BuiltInRuntime& runtime) {
    ChainSpec spec = spec_with(runtime.code, runtime.local_testnet_patch);
    spec.name = "Kusama Local Testnet";
    spec.id = "kusama_local_testnet";
    spec.chain_type.kind = ChainType::Kind::kLocal;
    return spec;
}

ChainSpec staking_testnet_spec(const BuiltInRuntime& runtime) {
    ChainSpec spec = spec_with(runtime.code, runtime.staking_testnet_patch);
    spec.name = "Kusama Staking Testnet";
    spec.id = "kusama_staking_testnet";
    spec.chain_type.kind = ChainType::Kind::kLocal;
    return spec;
}

ChainSpec proper_spec(const BuiltInRuntime& runtime) {
    ChainSpec spec = spec_with(runtime.proper_code, runtime.proper_patch);
    spec.name = "Kusama Proper";
    spec.id = "kusama_proper";
    spec.chain_type.kind = ChainType::Kind::kDevelopment;
    return spec;
}

}  // namespace serinus::chain
