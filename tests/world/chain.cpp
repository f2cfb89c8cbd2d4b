#include "tests/world/chain.hpp"

#include <cstdio>
#include <cstdlib>
#include <map>

#include "chain/spec/genesis_builder.hpp"
#include "codec/scale.hpp"
#include "crypto/ss58.hpp"
#include "hashing/hashing.hpp"
#include "platform/files.hpp"

namespace serinus::world {
namespace {

using crypto::Scheme;

constexpr const char* kRuntime = SERINUS_WORLD_RUNTIME;
constexpr uint32_t kSpecVersion = 1'007'001;
constexpr uint32_t kTransactionVersion = 26;
constexpr uint8_t kBalances = 4, kTransferKeepAlive = 3;
constexpr uint8_t kSession = 8, kSetKeys = 0;
constexpr const char* kEndowment = "1000000000000000000";  // a million KSM

[[noreturn]] void fail(const std::string& what) {
    std::fprintf(stderr, "%s\n", what.c_str());
    std::abort();
}

crypto::KeyPair pair_of(Scheme scheme, const std::string& secret) {
    auto pair = crypto::key_from_uri(scheme, secret, std::nullopt);
    if (!pair) fail("no key of " + secret);
    return std::move(pair)->pair;
}

std::string address(Scheme scheme, const std::string& secret) {
    return "\"" + crypto::ss58::encode(crypto::ss58::kSubstratePrefix, pair_of(scheme, secret).public_key()) + "\"";
}

std::string session_keys(size_t validator) {
    const std::string secret = validator_secret(validator);
    std::string out = R"({"grandpa":)" + address(Scheme::kEd25519, secret);
    for (const char* name : {"babe", "para_validator", "para_assignment", "authority_discovery"}) {
        out += std::string(",\"") + name + "\":" + address(Scheme::kSr25519, secret);
    }
    return out + ",\"beefy\":" + address(Scheme::kEcdsa, secret) + "}";
}

/// The changes to the runtime's default genesis.
std::string genesis_patch(size_t validators) {
    std::string balances, keys;
    const auto endow = [&](const std::string& secret) {
        balances += (balances.empty() ? "[" : ",[") + address(Scheme::kSr25519, secret) + "," + kEndowment + "]";
    };
    for (size_t i = 0; i < kAccounts; ++i) endow(account_secret(i));
    for (size_t i = 0; i < validators; ++i) {
        endow(stash_secret(i));
        const std::string stash = address(Scheme::kSr25519, stash_secret(i));
        keys += (keys.empty() ? "[" : ",[") + stash + "," + stash + "," + session_keys(i) + "]";
    }
    return R"({"balances":{"balances":[)" + balances +
           R"(]},"babe":{"epochConfig":{"c":[1,4],"allowed_slots":"PrimaryAndSecondaryVRFSlots"}},"session":{"keys":[)" +
           keys + R"(]},"sudo":{"key":)" + address(Scheme::kSr25519, account_secret(0)) + "}}";
}

Bytes runtime_code() {
    const auto file = platform::read_file(kRuntime, size_t{50} << 20);
    if (!file) {
        fail(std::string(kRuntime) +
             " is missing: cmake --preset release && ninja -C build/release kusama_runtime_package");
    }
    return to_bytes(as_bytes(*file));
}

}  // namespace

std::string validator_secret(size_t index) { return "//Validator" + std::to_string(index); }
std::string account_secret(size_t index) { return "//Account" + std::to_string(index); }
std::string stash_secret(size_t index) { return "//Stash" + std::to_string(index); }

const crypto::KeyPair& sr25519_pair(const std::string& secret) {
    static std::map<std::string, crypto::KeyPair> pairs;
    const auto found = pairs.find(secret);
    return found != pairs.end() ? found->second
                                : pairs.emplace(secret, pair_of(Scheme::kSr25519, secret)).first->second;
}

chain::ChainSpec spec_of(const Hash256& genesis_state_root) {
    chain::ChainSpec spec;
    spec.name = "World";
    spec.id = "kusama-world";  // of Kusama, whose authors do not wait for finality
    spec.chain_type.kind = chain::ChainType::Kind::kLocal;
    spec.protocol_id = "world";
    spec.genesis = chain::StateRootGenesis{genesis_state_root};
    return spec;
}

chain::ChainSpec spec_with(size_t validators) {
    static executor::Executor executor;
    static const Bytes code = runtime_code();
    auto genesis = chain::build_genesis({.form = chain::RuntimeGenesis::Form::kPatch,
                                         .config = chain::JsonText{genesis_patch(validators)},
                                         .code = code},
                                        executor);
    if (!genesis) fail(genesis.error().to_string());
    chain::ChainSpec spec = spec_of({});
    spec.genesis = *std::move(genesis);
    return spec;
}

Bytes signed_extrinsic(const crypto::KeyPair& signer, BytesView call, uint32_t nonce, const Hash256& genesis) {
    // Immortal, without a tip and a hash of the metadata.
    const Bytes extra = concat(Bytes{0}, scale::encode(scale::Compact<uint32_t>(nonce)),
                               scale::encode(scale::Compact<uint64_t>(0)), Bytes{0});
    const Bytes payload = concat(call, extra, scale::encode(kSpecVersion), scale::encode(kTransactionVersion),
                                 genesis.bytes, genesis.bytes, scale::encode(std::optional<Hash256>()));
    const Hash256 hash = hashing::blake2b_256(payload);
    const BytesView message = payload.size() > 256 ? BytesView(hash.bytes) : BytesView(payload);
    const Bytes signature = signer.sign(message, {});
    return concat(Bytes{0x84, 0x00}, signer.public_key(), Bytes{0x01}, signature, extra, call);
}

Bytes transfer_call(const ByteArray<32>& to, uint64_t planck) {
    return concat(Bytes{kBalances, kTransferKeepAlive, 0}, to, scale::encode(scale::Compact<uint64_t>(planck)));
}

Bytes set_keys_call(BytesView keys) {
    return concat(Bytes{kSession, kSetKeys}, keys, scale::encode(Bytes()));  // without a proof
}

}  // namespace serinus::world
