// XCM's types: what decodes is encoded to the same bytes, conversions to older versions and back lose nothing but what
// they say, and memory stays in proportion to the input.
#include <sanitizer/allocator_interface.h>

#include "base/assert.hpp"
#include "runtime/xcm/versioned.hpp"

namespace {

using namespace serinus;
using namespace serinus::xcm;

// Bytes that are held, and the most that were since it was set to that.
size_t held = 0;
size_t most_held = 0;

void on_allocation(const volatile void*, size_t size) {
    held += size;
    most_held = std::max(most_held, held);
}
void on_release(const volatile void* at) {
    held -= at == nullptr ? 0 : __sanitizer_get_allocated_size(const_cast<const void*>(at));
}

}  // namespace

namespace {

template <class T>
void check(BytesView input) {
    const auto value = Versioned<T>::decode(input);
    if (!value) return;
    SERINUS_ASSERT(std::ranges::equal(value->encoded(), input));
    const auto latest = value->latest();
    for (const uint32_t number : {3u, 4u, 5u}) {
        const auto other = value->into_version(number);
        if (number == static_cast<uint32_t>(value->version())) SERINUS_ASSERT(other == *value);
        // Up and down changes networks and the weight of calls once, and nothing more.
        if (!other || other->version() <= value->version()) continue;
        const auto version = static_cast<uint32_t>(value->version());
        const auto back = other->into_version(version);
        if (back) SERINUS_ASSERT(back->into_version(number)->into_version(version) == back);
    }
    SERINUS_ASSERT(latest.has_value() == value->into_version(5).has_value());
}

/// A program is the same instruction by instruction.
void check_program(BytesView input) {
    const auto value = VersionedXcm::decode(input);
    const auto program = value ? value->latest() : std::nullopt;
    if (!program) return;
    Program again;
    ProgramReader reader(*program);
    for (Instruction instruction; reader.next(instruction);) again.push(instruction);
    SERINUS_ASSERT(again == *program);
    SERINUS_ASSERT(program->encoded().size() == program->encoded_size());
    SERINUS_ASSERT(!is_decodable(*value) || input.size() > 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static const bool is_counting = __sanitizer_install_malloc_and_free_hooks(on_allocation, on_release) != 0;
    SERINUS_ASSERT(is_counting);
    if (size == 0 || size > (1 << 17)) return 0;
    const BytesView input(data + 1, size - 1);
    const size_t before = held;
    most_held = held;
    {
        const auto value = VersionedXcm::decode(input);
        const auto latest = value ? value->latest() : std::nullopt;
    }
    SERINUS_ASSERT(most_held - before <= 128 * size + (1 << 16));
    switch (data[0] % 10) {
        case 0:
            check<Location>(input);
            break;
        case 1:
            check<InteriorLocation>(input);
            break;
        case 2:
            check<Asset>(input);
            break;
        case 3:
            check<Assets>(input);
            break;
        case 4:
            check<AssetId>(input);
            break;
        case 5:
            check<Response>(input);
            break;
        case 6:
            check<NetworkId>(input);
            break;
        case 7:
            check<Junction>(input);
            break;
        default:
            check<Program>(input);
            check_program(input);
    }
    return 0;
}
