// An element of the table of files, made of the FILE that was defined before; so it has no guard.
{
    FILE,
    (const unsigned char[]){
#embed FILE
    },
    sizeof (const unsigned char[]){
#embed FILE
    }
},
#undef FILE
