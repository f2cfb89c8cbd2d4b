// SS58: what is decoded can be written again and read back; what we write from any account is read back.
#include "crypto/ss58.hpp"

#include "base/assert.hpp"

using namespace serinus;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const BytesView input(data, size);
    if (const auto address = crypto::ss58::decode(as_text(input))) {
        const std::string again = crypto::ss58::encode(address->prefix, address->account);
        SERINUS_ASSERT(crypto::ss58::decode(again) == address);
    }
    if (size < 2) return 0;
    const auto prefix = static_cast<crypto::ss58::Prefix>(load_le<uint16_t>(data) & crypto::ss58::kMaxPrefix);
    for (const size_t account_size : {1u, 2u, 4u, 8u, 32u, 33u}) {
        if (size - 2 < account_size) break;
        const Bytes account = to_bytes(input.subspan(2, account_size));
        const auto address = crypto::ss58::decode(crypto::ss58::encode(prefix, account));
        if (prefix == 46 || prefix == 47) {
            SERINUS_ASSERT(address == Err(crypto::ss58::Error::kReservedPrefix));
        } else {
            SERINUS_ASSERT(address.has_value() && address->prefix == prefix && address->account == account);
        }
    }
    return 0;
}
