/// The bodies of claims.hpp.
#pragma once

#include "base/hex.hpp"
#include "runtime/arithmetic/wrapping.hpp"
#include "runtime/pallets/claims/claims.hpp"
#include "runtime/sdk/panic.hpp"

namespace serinus::polkadot_runtime_common::claims {

template <class T>
Bytes Pallet<T>::signable_message(const AccountId& dest, BytesView statement) {
    constexpr std::string_view kEthereum =
        "\x19"
        "Ethereum Signed Message:\n";
    const std::string account = to_hex(dest.bytes);
    std::string length;
    for (size_t rest = T::kConstants.Prefix.size() + account.size() + statement.size(); rest != 0; rest /= 10) {
        length.insert(length.begin(), static_cast<char>('0' + rest % 10));
    }
    return concat(as_bytes(kEthereum), as_bytes(length), T::kConstants.Prefix, as_bytes(account), statement);
}

template <class T>
std::optional<EthereumAddress> Pallet<T>::recover(const EcdsaSignature& signature, const AccountId& dest,
                                                  BytesView statement) {
    const Hash256 message = host::keccak_256(signable_message(dest, statement));
    const auto key = host::secp256k1_recover(signature._0, message.bytes);
    if (!key) return std::nullopt;
    const Hash256 hash = host::keccak_256(*key);
    EthereumAddress out;
    std::copy(hash.bytes.begin() + 12, hash.bytes.end(), out._0.begin());
    return out;
}

template <class T>
DispatchResult Pallet<T>::claim::operator()(None) const {
    const auto signer = recover(ethereum_signature, dest, {});
    ENSURE(signer, Error::InvalidEthereumSignature);
    ENSURE(!storage.Signing.get(*signer), Error::InvalidStatement);
    return process_claim(*signer, dest);
}

template <class T>
DispatchResult Pallet<T>::mint_claim::operator()(Root) const {
    storage.Total.mutate([this](Balance& total) { total = wrapping_add(total, Balance{value}); });
    storage.Claims.put(who, value);
    if (vesting_schedule) storage.Vesting.put(who, *vesting_schedule);
    if (statement) storage.Signing.put(who, *statement);
    return {};
}

template <class T>
DispatchResult Pallet<T>::claim_attest::operator()(None) const {
    const auto signer = recover(ethereum_signature, dest, statement);
    ENSURE(signer, Error::InvalidEthereumSignature);
    const auto kind = storage.Signing.get(*signer);
    ENSURE(!kind || equal(as_bytes(text_of(*kind)), statement), Error::InvalidStatement);
    return process_claim(*signer, dest);
}

template <class T>
DispatchResult Pallet<T>::attest::operator()(Signed who) const {
    const auto signer = storage.Preclaims.get(who);
    ENSURE(signer, Error::SenderHasNoClaim);
    const auto kind = storage.Signing.get(*signer);
    ENSURE(!kind || equal(as_bytes(text_of(*kind)), statement), Error::InvalidStatement);
    TRY(process_claim(*signer, who));
    storage.Preclaims.remove(who);
    return {};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::move_claim::operator()(
    Origin<EitherOfDiverse<typename T::MoveClaimOrigin, EnsureRoot>>) const {
    const auto move = [this](const auto& map) {
        if (const auto value = map.take(old)) map.put(new_, *value);
    };
    move(storage.Claims);
    move(storage.Vesting);
    move(storage.Signing);
    if (maybe_preclaim && storage.Preclaims.get(*maybe_preclaim) == old) storage.Preclaims.put(*maybe_preclaim, new_);
    return PostDispatchInfo{.pays_fee = Pays::No};
}

template <class T>
DispatchResult Pallet<T>::process_claim(const EthereumAddress& signer, const AccountId& dest) {
    const auto due = storage.Claims.get(signer);
    ENSURE(due, Error::SignerHasNoClaim);
    const auto total = checked_sub(storage.Total.get(), *due);
    ENSURE(total, Error::PotUnderflow);
    const auto schedule = storage.Vesting.get(signer);
    ENSURE(!schedule || !T::Vesting::vesting_balance(dest), Error::VestedBalanceExists);

    static_cast<void>(T::Currency::deposit_creating(dest, *due));
    if (schedule) {
        const auto& [locked, per_block, starting_block] = *schedule;
        // Root alone makes claims; who makes one with a schedule that is none has a claim that stops any block.
        if (!T::Vesting::add_vesting_schedule(dest, locked, per_block, starting_block)) {
            panic("a claim with a vesting schedule that is none");
        }
    }
    storage.Total.put(*total);
    storage.Claims.remove(signer);
    storage.Vesting.remove(signer);
    storage.Signing.remove(signer);
    deposit_event(typename Event::Claimed{dest, signer, *due});
    return {};
}

template <class T>
TransactionValidity Pallet<T>::validate_unsigned(TransactionSource, const RuntimeCall& call) {
    const auto invalid = [](ValidityError error) { return InvalidTransaction::Custom{static_cast<uint8_t>(error)}; };
    std::optional<EthereumAddress> signer;
    std::optional<BytesView> statement;
    if (const auto* const plain = call.get_if<struct claim>()) {
        signer = recover(plain->ethereum_signature, plain->dest, {});
    } else if (const auto* const attesting = call.get_if<struct claim_attest>()) {
        signer = recover(attesting->ethereum_signature, attesting->dest, attesting->statement);
        statement = attesting->statement;
    } else {
        return TransactionValidityError(InvalidTransaction::Call{});
    }
    ENSURE(signer, invalid(ValidityError::InvalidEthereumSignature));
    ENSURE(storage.Claims.exists(*signer), invalid(ValidityError::SignerHasNoClaim));
    const auto kind = storage.Signing.get(*signer);
    const bool agrees = kind ? statement && equal(as_bytes(text_of(*kind)), *statement) : !statement;
    ENSURE(agrees, invalid(ValidityError::InvalidStatement));

    ValidTransaction valid;
    valid.priority = 100;
    valid.provides.push_back(scale::encode(std::pair(std::string_view("claims"), *signer)));
    return valid;
}

template <class T>
TransactionCheck Pallet<T>::pre_dispatch(const RuntimeCall& call) {
    TRY(validate_unsigned(TransactionSource::InBlock, call));
    return {};
}

template <class T>
void Pallet<T>::build(const GenesisConfig& config) {
    Balance total = 0;
    for (const auto& [address, value, promised_to, kind] : config.claims) {
        storage.Claims.put(address, value);
        if (kind) storage.Signing.put(address, *kind);
        if (promised_to) storage.Preclaims.put(*promised_to, address);
        const auto sum = checked_add(total, value);
        if (!sum) panic("the sum of all claims overflows");
        total = *sum;
    }
    storage.Total.put(total);
    for (const auto& [address, schedule] : config.vesting) storage.Vesting.put(address, schedule);
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    Balance sum = 0;
    auto claims = storage.Claims.iter();
    while (const auto entry = claims.next()) sum = saturating_add(sum, entry->second);
    // A claim that is minted or moved onto another one takes its place, and Total stays.
    if (sum > storage.Total.get()) return std::string("Total is less than the sum of all claims");
    return {};
}

}  // namespace serinus::polkadot_runtime_common::claims
