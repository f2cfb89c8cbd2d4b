// The encodings of what nearly every pallet stores, deposits or is called with: once for all of them, since compilers
// take long over enums with data.
#include "runtime/sdk/address.hpp"
#include "runtime/sdk/origin.hpp"
#include "runtime/sdk/transaction_validity.hpp"

namespace serinus::scale {

using DispatchErrorCases = Codec<decltype(sp_runtime::DispatchError::v)>;

size_t Codec<sp_runtime::DispatchError>::size(const sp_runtime::DispatchError& error) {
    return DispatchErrorCases::size(error.v);
}
void Codec<sp_runtime::DispatchError>::write(Encoder& out, const sp_runtime::DispatchError& error) {
    DispatchErrorCases::write(out, error.v);
}
bool Codec<sp_runtime::DispatchError>::read(Decoder& in, sp_runtime::DispatchError& error) {
    return DispatchErrorCases::read(in, error.v);
}

using ValidityErrorCases = Codec<decltype(sdk::TransactionValidityError::v)>;

size_t Codec<sdk::TransactionValidityError>::size(const sdk::TransactionValidityError& error) {
    return ValidityErrorCases::size(error.v);
}
void Codec<sdk::TransactionValidityError>::write(Encoder& out, const sdk::TransactionValidityError& error) {
    ValidityErrorCases::write(out, error.v);
}
bool Codec<sdk::TransactionValidityError>::read(Decoder& in, sdk::TransactionValidityError& error) {
    return ValidityErrorCases::read(in, error.v);
}

using AddressCases = Codec<decltype(sdk::LookupSource::v)>;

size_t Codec<sdk::LookupSource>::size(const sdk::LookupSource& address) { return AddressCases::size(address.v); }
void Codec<sdk::LookupSource>::write(Encoder& out, const sdk::LookupSource& address) {
    AddressCases::write(out, address.v);
}
bool Codec<sdk::LookupSource>::read(Decoder& in, sdk::LookupSource& address) {
    return AddressCases::read(in, address.v);
}

size_t Codec<sdk::OriginCaller>::size(const sdk::OriginCaller& origin) {
    if (const auto* const raw = origin.system()) return 1 + encoded_size(*raw);
    return 1 + std::get<sdk::PalletOrigin>(origin.v).origin.size();
}
void Codec<sdk::OriginCaller>::write(Encoder& out, const sdk::OriginCaller& origin) {
    if (const auto* const raw = origin.system()) {
        out.byte(sdk::kSystemPallet);
        return encode_to(out, *raw);
    }
    const auto& other = std::get<sdk::PalletOrigin>(origin.v);
    out.byte(other.pallet);
    out.append(other.origin);
}

}  // namespace serinus::scale
