#include "chain/dev_spec.hpp"

#include "base/assert.hpp"
#include "base/checked.hpp"
#include "base/hex.hpp"
#include "hashing/hashing.hpp"

namespace serinus::chain {
namespace {

using namespace literals;
using AccountId = Hash256;

/// The sr25519 public keys of the paths above, in that order.
constexpr std::array kAccounts = {
    "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"_hash256,  // //Alice
    "8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48"_hash256,  // //Bob
    "90b5ab205c6974c9ea841be688864633dc9ca8a357843eeacf2314649965fe22"_hash256,  // //Charlie
    "306721211d5404bd9da88e0204360a1a9ab8b87c66c1bc2fcdd37f3c2222cc20"_hash256,  // //Dave
    "e659a7a1628cdd93febc04a4e0646ea20e9f5f0ce097d9a05290d4a9e054df4e"_hash256,  // //Eve
    "1cbd2d43530a44705ad088af313e18f80b53ef16b36177cd4b77b846f2a5f07c"_hash256,  // //Ferdie
    "be5ddb1579b72e84524fc29e78609e3caf42e85aa118ebfe0b0ad404b5bdd25f"_hash256,  // //Alice//stash
    "fe65717dad0447d715f660a0a58411de509b42e6efb8375f562f58a554d5860e"_hash256,  // //Bob//stash
    "1e07379407fecc4b89eb7dbd287c2c781cfb1907a96947a3eb18e4f8e7198625"_hash256,  // //Charlie//stash
    "e860f1b1c7227f7c22602f53f15af80747814dffd839719731ee3bba6edc126c"_hash256,  // //Dave//stash
    "8ac59e11963af19174d0b94d5d78041c233f55d2e19324665bafdfb62925af2d"_hash256,  // //Eve//stash
    "101191192fc877c24d725b337120fa3edc63d227bbc92705db1e2cb65f56981a"_hash256,  // //Ferdie//stash
};

constexpr uint128_t kUnit = 1'000'000'000'000;  // planck: 12 decimals, as Kusama's
constexpr uint128_t kEndowment = 1'000'000 * kUnit;

/// twox_128(pallet) and twox_128(item): where the entries of a storage item begin.
Bytes storage_prefix(std::string_view pallet, std::string_view item) {
    return concat(hashing::twox_128(as_bytes(pallet)), hashing::twox_128(as_bytes(item)));
}

template <class T>
void append_le(Bytes& out, T value) {
    const size_t start = out.size();
    out.resize(start + sizeof value);
    store_le(out.data() + start, value);
}

/// System.Account: AccountInfo with the AccountData of Balances.
Bytes account_with(uint128_t free) {
    Bytes out;
    append_le(out, uint32_t{0});          // nonce
    append_le(out, uint32_t{0});          // consumers
    append_le(out, uint32_t{1});          // providers: the balance
    append_le(out, uint32_t{0});          // sufficients
    append_le(out, free);                 // free
    append_le(out, uint128_t{0});         // reserved
    append_le(out, uint128_t{0});         // frozen
    append_le(out, uint128_t{1} << 127);  // flags: frozen counts as of 2023
    return out;
}

RawGenesis development_genesis() {
    RawGenesis genesis;
    for (const AccountId& account : kAccounts) {
        const Bytes key = concat(storage_prefix("System", "Account"), hashing::blake2b_128_concat(account.bytes));
        genesis.top.add(key, account_with(kEndowment));
    }
    Bytes issuance;
    append_le(issuance, kAccounts.size() * kEndowment);
    genesis.top.add(storage_prefix("Balances", "TotalIssuance"), issuance);
    SERINUS_ASSERT(!genesis.top.sort().has_value());
    return genesis;
}

}  // namespace

ChainSpec development_spec() {
    ChainSpec spec;
    spec.name = "Development";
    spec.id = "dev";
    spec.chain_type.kind = ChainType::Kind::kDevelopment;
    spec.protocol_id = "dot";
    spec.properties = JsonText{R"({"ss58Format":42,"tokenDecimals":12,"tokenSymbol":"UNIT"})"};
    spec.genesis = development_genesis();
    return spec;
}

}  // namespace serinus::chain
