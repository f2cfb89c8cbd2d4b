#include "runtime/kusama/metadata_blob.hpp"

namespace serinus::kusama {
namespace {

constexpr uint8_t kV14[] = {
#embed "kusama_metadata_v14.scale"
};
constexpr uint8_t kV15[] = {
#embed "kusama_metadata_v15.scale"
};

}  // namespace

BytesView metadata(uint32_t version) {
    switch (version) {
        case 14:
            return kV14;
        case 15:
            return kV15;
        default:
            return {};
    }
}

}  // namespace serinus::kusama
