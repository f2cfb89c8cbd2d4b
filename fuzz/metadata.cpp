// Metadata from anywhere is decoded or refused, and whatever it says of types, showing a value by it ends.
#include "metadata/shower.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace serinus;
    // A byte that says where the metadata ends and a value begins, in 256ths of the rest.
    if (size == 0) return 0;
    const BytesView rest(data + 1, size - 1);
    const size_t border = rest.size() * data[0] / 256;
    const auto metadata = metadata::Metadata::decode(to_bytes(rest.first(border)));
    if (!metadata) return 0;
    const BytesView value = rest.subspan(border);
    metadata::Shower shower(**metadata);
    for (uint32_t type = 0; type < (*metadata)->model().types.size(); ++type) (void)shower.show(type, value);
    (void)shower.show_key(value);
    (void)shower.show_value_of(value, value);
    return 0;
}
